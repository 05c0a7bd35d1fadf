"""One block of every kind, with ☃ wherever a text of somebody else can stand."""

from typing import Any

PLAIN = {"type": "plain_text", "text": "☃"}
MARKED = {"type": "mrkdwn", "text": "☃"}
RAW = {"type": "raw_text", "text": "☃"}
OPTION = {"text": PLAIN, "value": "☃", "description": PLAIN}
CONFIRM = {"title": PLAIN, "text": PLAIN, "confirm": PLAIN, "deny": PLAIN}
BUTTON = {
    "type": "button",
    "text": PLAIN,
    "action_id": "☃",
    "value": "☃",
    "accessibility_label": "☃",
    "confirm": CONFIRM,
}
PICTURE = {"type": "image", "slack_file": {"id": "F00000001"}, "alt_text": "☃", "title": PLAIN}
POINTS = [{"label": "☃", "value": 3}, {"label": "b", "value": -1.5}]
SERIES = [{"name": "☃", "data": POINTS}, {"name": "z", "data": POINTS}]
AXES = {"categories": ["☃", "b"], "x_label": "☃", "y_label": "☃"}
RICH = {
    "type": "rich_text",
    "elements": [
        {
            "type": "rich_text_section",
            "elements": [
                {"type": "text", "text": "☃", "style": {"bold": True, "code": True}},
                {"type": "link", "url": "https://a.b/☃", "text": "☃"},
                {"type": "user", "user_id": "☃"},
                {"type": "channel", "channel_id": "☃"},
                {"type": "emoji", "name": "☃"},
                {"type": "date", "timestamp": 0, "format": "☃", "fallback": "☃"},
            ],
        },
        {
            "type": "rich_text_list",
            "style": "ordered",
            "elements": [{"elements": [{"type": "text", "text": "☃"}]}],
        },
        {"type": "rich_text_quote", "elements": [{"type": "text", "text": "☃"}]},
        {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "☃"}]},
    ],
}
CARD = {
    "type": "card",
    "title": PLAIN,
    "subtitle": PLAIN,
    "body": PLAIN,
    "subtext": PLAIN,
    "icon": PICTURE,
    "actions": [BUTTON],
}
MENUS: list[dict[str, Any]] = [
    {"type": kind, "action_id": "☃", "options": [OPTION, OPTION], "placeholder": PLAIN}
    for kind in ("static_select", "multi_static_select", "checkboxes", "radio_buttons", "overflow")
]
FIELDS: list[dict[str, Any]] = [
    {"type": "datepicker", "action_id": "☃", "initial_date": "2026-11-01"},
    {"type": "timepicker", "action_id": "☃", "initial_time": "12:00"},
    {"type": "datetimepicker", "action_id": "☃", "initial_date_time": 1_790_000_000},
    {"type": "plain_text_input", "action_id": "☃", "initial_value": "☃", "placeholder": PLAIN},
    {"type": "plain_text_input", "action_id": "☃", "initial_value": "☃", "multiline": True},
    {"type": "number_input", "action_id": "☃", "is_decimal_allowed": True, "initial_value": "☃"},
    {"type": "users_select", "action_id": "☃", "initial_user": "☃"},
    {"type": "conversations_select", "action_id": "☃"},
]
BLOCKS: list[dict[str, Any]] = [
    {"type": "header", "text": PLAIN, "block_id": "☃"},
    {"type": "section", "text": PLAIN, "fields": [PLAIN, PLAIN], "accessory": BUTTON},
    {"type": "section", "text": PLAIN, "accessory": PICTURE},
    {"type": "context", "elements": [PLAIN, PICTURE]},
    {"type": "divider"},
    PICTURE,
    {"type": "image", "image_url": "https://a.b/☃", "alt_text": "☃"},
    {"type": "actions", "elements": [BUTTON, *MENUS, *FIELDS]},
    {"type": "input", "label": PLAIN, "hint": PLAIN, "optional": True, "element": FIELDS[3]},
    {
        "type": "context_actions",
        "elements": [
            {
                "type": "feedback_buttons",
                "action_id": "☃",
                "positive_button": {"text": PLAIN, "value": "☃"},
                "negative_button": {"text": PLAIN, "value": "☃"},
            },
            {"type": "icon_button", "action_id": "☃", "icon": "trash", "text": PLAIN, "value": "☃"},
        ],
    },
    RICH,
    {
        "type": "data_table",
        "caption": "☃",
        "rows": [[RAW, RAW], [RAW, {"type": "raw_number", "value": 1, "text": "☃"}]],
    },
    {"type": "table", "rows": [[RAW, RICH]], "column_settings": [{"align": "right"}]},
    *(
        {
            "type": "data_visualization",
            "title": "☃",
            "chart": {"type": kind, "series": SERIES, "axis_config": AXES},
        }
        for kind in ("bar", "line", "area")
    ),
    {
        "type": "data_visualization",
        "title": "☃",
        "chart": {"type": "pie", "segments": [{"label": "☃", "value": 1}, {"label": "b", "value": 2}]},
    },
    CARD,
    {"type": "carousel", "elements": [CARD, CARD]},
    {"type": "container", "title": PLAIN, "subtitle": PLAIN, "is_collapsible": True, "child_blocks": [CARD]},
    {"type": "alert", "level": "warning", "text": PLAIN},
    *(
        {"type": "task_card", "task_id": "☃", "title": "☃", "status": status, "details": RICH, "output": RICH}
        for status in ("in_progress", "complete", "error")
    ),
    {
        "type": "plan",
        "title": "☃",
        "tasks": [
            {
                "type": "task_card",
                "task_id": "☃",
                "title": "☃",
                "status": "pending",
                "sources": [{"type": "url", "url": "https://a.b/☃", "text": "☃"}],
            }
        ],
    },
    {
        "type": "video",
        "title": PLAIN,
        "title_url": "https://a.b/☃",
        "alt_text": "☃",
        "description": PLAIN,
        "author_name": "☃",
        "provider_name": "☃",
        "thumbnail_url": "https://a.b/☃",
        "video_url": "https://a.b/☃",
    },
    {"type": "hologram ☃", "text": PLAIN},
]
