"""What the composer offers while somebody types a command."""

from bot.sandbox.page.markup import Html, tag
from bot.sandbox.page.screen import Screen

EXAMPLES = (
    ("questions last-30d", "Questions of the last 30 days"),
    ("questions last-14d by:origin", "Where questions came from"),
    ("questions this-month by:role", "Who asks, by role"),
    ("questions last-90d by:category weekly", "Week by week, by category"),
    ("questions last-week by:user private", "Top users of last week, for you alone"),
    ("overview this-month", "Everything in short"),
    ("credits last-month", "Credits of last month, by category"),
    ("contract", "How much of the contract is used"),
    ("simulations last-30d by:layer", "Code simulations, by system layer"),
    ("workflows project:storefront graph", "The stages of a project's issues, drawn"),
    ("context last-90d weekly", "Documents, diagrams and memories"),
    ("users last-30d", "Who was active, by role"),
    ("export last-month", "A CSV file in the thread"),
    ("help", "Everything you can ask"),
)


def completions(screen: Screen) -> Html:
    """A list of everything that can be completed; the page's script shows what fits what is typed."""
    entries = [
        _entry(f"{command.name} ", command.name, command.usage_hint, command.description)
        for command in screen.workspace.app.commands
    ]
    if not screen.has_bot:
        invite = f"/invite @{screen.workspace.bot.name}"
        entries.append(
            _entry(invite, "/invite", f"@{screen.workspace.bot.name}", "Let the app into this channel")
        )
    for command in screen.workspace.app.commands[:1]:
        entries += [
            _entry(f"{command.name} {words}", f"{command.name} {words}", "", about)
            for words, about in EXAMPLES
        ]
    attributes = {"id": "completions", "role": "listbox", "class": "completions", "aria-label": "Commands"}
    numbered = (
        tag("li", {"id": f"completion-{index}", **way}, *inside)
        for index, (way, inside) in enumerate(entries)
    )
    return tag("ul", {**attributes, "hidden": True}, *numbered)


def _entry(
    fills: str, name: str, hint: str, about: str
) -> tuple[dict[str, str | bool | None], tuple[Html, ...]]:
    way: dict[str, str | bool | None] = {
        "role": "option",
        "aria-selected": "false",
        "data-fills": fills,
        "data-kind": "example" if " " in name else "command",
    }
    told = (tag("span", {"class": "completion-name"}, tag("b", None, name), tag("i", None, f" {hint}")),)
    return way, (*told, tag("span", {"class": "completion-about"}, about))
