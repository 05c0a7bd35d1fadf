"""Small pictures of people: their initials on a colour of their own, and a chart for the app."""

from zlib import crc32

from bot.sandbox.page.markup import Html, tag

_TONES = 6


def avatar(user_id: str, name: str, *, is_bot: bool = False) -> Html:
    """A picture to stand beside a name; the name itself is read, so that this is not."""
    if is_bot:
        return tag("span", {"class": "avatar bot", "aria-hidden": "true"}, _chart())
    initials = "".join(word[0] for word in name.split()[:2]).upper() or "?"
    tone = crc32(user_id.encode()) % _TONES
    return tag("span", {"class": f"avatar tone-{tone}", "aria-hidden": "true"}, initials)


def _chart() -> Html:
    columns = ((6, 13, 5), (10.5, 9, 9), (15, 5, 13))
    drawn = (
        tag("rect", {"x": str(x), "y": str(y), "width": "3", "height": str(height), "rx": "1"})
        for x, y, height in columns
    )
    return tag("svg", {"viewBox": "0 0 24 24"}, *drawn)
