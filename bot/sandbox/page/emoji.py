"""The emoji that have a name here; any other `:name:` stays as it was written."""

import re

_CHARACTERS = {
    "arrow_down": "⬇️",
    "arrow_forward": "▶️",
    "arrow_right": "➡️",
    "arrow_up": "⬆️",
    "bar_chart": "📊",
    "bell": "🔔",
    "books": "📚",
    "bug": "🐛",
    "bulb": "💡",
    "calendar": "📆",
    "chart_with_downwards_trend": "📉",
    "chart_with_upwards_trend": "📈",
    "clock1": "🕐",
    "credit_card": "💳",
    "date": "📅",
    "eyes": "👀",
    "file_folder": "📁",
    "gear": "⚙️",
    "hourglass": "⌛",
    "information_source": "ℹ️",
    "large_blue_circle": "🔵",
    "large_green_circle": "🟢",
    "large_orange_circle": "🟠",
    "large_red_circle": "🔴",
    "large_yellow_circle": "🟡",
    "link": "🔗",
    "lock": "🔒",
    "mag": "🔍",
    "memo": "📝",
    "no_entry": "⛔",
    "question": "❓",
    "red_circle": "🔴",
    "robot_face": "🤖",
    "rotating_light": "🚨",
    "smile": "😄",
    "sparkles": "✨",
    "speech_balloon": "💬",
    "star": "⭐",
    "stopwatch": "⏱️",
    "tada": "🎉",
    "test_tube": "🧪",
    "thumbsdown": "👎",
    "thumbsup": "👍",
    "warning": "⚠️",
    "wave": "👋",
    "white_check_mark": "✅",
    "x": "❌",
    "zap": "⚡",
}
_NAME = re.compile(r":([a-z0-9_+-]+):")


def emoji(words: str) -> str:
    """The words with each known `:name:` as its character."""
    return _NAME.sub(lambda found: _CHARACTERS.get(found[1], found[0]), words)
