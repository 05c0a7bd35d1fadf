"""What is said about subscriptions: one with its buttons, and the list of them."""

from collections.abc import Iterator, Sequence

from bot.messages import block_kit as kit
from bot.messages import subscription_words as said
from bot.messages.message import Block, Message
from bot.messages.subscription_words import Shown

ACTION = "subscription:"  # a button's action: this, and what it does; its value is the number
PAUSE, RESUME, TEST, UNSUBSCRIBE = "pause", "resume", "test", "unsubscribe"
CARD, LIST = "subscription", "subscriptions"  # how the block of a button begins
MOST = 20  # in a list: two blocks each, of the 50 that Slack takes
INVITE = "If I am not in this channel yet: `/invite @PlayerZero Usage`"
NOTHING = (
    "Nothing comes regularly yet. To get a digest here every Monday: `/usage subscribe weekly mon 09:00`"
)

Field = tuple[str, str]


def subscription_message(
    shown: Shown, claim: str, fields: Sequence[Field] = (), new: bool = False
) -> Message:
    """One subscription, what just became of it, and its buttons; fields are a name and its words each.

    A `new` one also says how to let the bot into the channel.
    """
    number, told = shown.number, kit.escape(claim)
    facts = [(name, kit.escape(text)) for name, text in fields]
    sentence = _sentence(shown)
    verbs = (TEST, RESUME if shown.paused else PAUSE, *(() if shown.is_own else (UNSUBSCRIBE,)))
    typed = " • ".join(f"`/usage {verb} {number}`" for verb in verbs)
    small = [
        f"By typing: {typed} • all of them: `/usage subscriptions`",
        *(_invitation(shown) if new else []),
    ]
    return Message(
        text=kit.cut("\n".join([told, sentence, *(f"{name}: {text}" for name, text in facts)]), kit.TEXT),
        body=(
            kit.section(f"*{told}*\n{sentence}"),
            *((kit.fields([f"*{name}*\n{text}" for name, text in facts]),) if facts else ()),
            kit.row(f"{CARD}:{number}", buttons(shown)),
            kit.context(small),
        ),
    )


def ended_message(shown: Shown, order: str) -> Message:
    """That a subscription has ended, and the order that would set it up again."""
    claim, sentence = f"Ended: number {shown.number}.", _sentence(shown)
    back = f"To have it back, type there: `/usage {kit.escape(order)}`"
    return Message(
        text=kit.cut(f"{claim}\n{sentence}\n{back}", kit.TEXT),
        body=(kit.section(f"*{claim}*\n{sentence}"), kit.context([back])),
    )


def _sentence(shown: Shown) -> str:
    """What it is, when it comes, and where."""
    return f"{said.kind(shown)}{_project(shown)} {kit.escape(said.when(shown))}, in {said.place(shown)}."


def list_message(
    here: Sequence[Shown], others: Sequence[Shown], claim: str = "", change: bool = True
) -> Message:
    """The subscriptions of this channel, then others; buttons for those who may `change` them.

    `claim` says what became of one just now, its outside words escaped.
    """
    first, rest = here[:MOST], others[: max(0, MOST - len(here))]
    left_out = len(here) + len(others) - len(first) - len(rest)
    told = [claim] if claim else []
    lines = [*told, *map(_line, (*first, *rest))]
    more = [f"… and {left_out} more."] if left_out else []
    if not here and not others:
        lines, more = [*lines, NOTHING], []
    return Message(
        text=kit.cut("\n".join([*lines, *more]), kit.TEXT),
        body=(
            kit.header("Subscriptions"),
            *(kit.section(text) for text in told),
            *_group("In this channel" if rest else "", first, change),
            *_group("Elsewhere", rest, change),
            *([] if here or others else [kit.section(NOTHING)]),
            *([kit.context(more)] if more else []),
        ),
    )


def _group(title: str, group: Sequence[Shown], change: bool) -> Iterator[Block]:
    if group and title:
        yield kit.context([f"*{title}*"])
    for shown in group:
        yield kit.section(_entry(shown))
        if change:
            yield kit.row(f"{LIST}:{shown.number}", buttons(shown))


def _entry(shown: Shown) -> str:
    """Two lines: what it is, and its particulars."""
    elsewhere = [] if shown.subscription.channel == shown.here else [said.place(shown)]
    small = " • ".join([*elsewhere, *_particulars(shown), said.owner(shown)])
    return f"*{shown.number}.  {said.kind(shown)}*   {kit.escape(said.when(shown))}\n{small}"


def _line(shown: Shown) -> str:
    small = ", ".join([*_particulars(shown), said.place(shown)])
    return f"{shown.number}: {said.kind(shown)} {kit.escape(said.when(shown))}, {small}"


def _particulars(shown: Shown) -> list[str]:
    of_digest = [said.project(shown), said.holds(shown)] if shown.is_digest else []
    return [kit.escape(text) for text in (*of_digest, said.state(shown))]


def _project(shown: Shown) -> str:
    return f" of {kit.escape(said.project(shown))}" if shown.is_digest else ""


def buttons(shown: Shown) -> list[Block]:
    """What can be done with a subscription: a test, a pause or its end, and its end for good."""
    pause = ("Resume", RESUME) if shown.paused else ("Pause", PAUSE)
    found = [_button(shown, "Send a test", TEST), _button(shown, *pause)]
    # The organisation's own ends with the setting that it follows.
    return found if shown.is_own else [*found, _confirmed(_button(shown, "Unsubscribe", UNSUBSCRIBE), shown)]


def _button(shown: Shown, text: str, action: str) -> Block:
    label = f"{text}: number {shown.number}, {said.kind(shown)}"
    return kit.button(text, f"{ACTION}{action}", str(shown.number), label)


def _confirmed(button: Block, shown: Shown) -> Block:
    """A button that asks first."""
    sentence = f"{said.kind(shown)} {said.when(shown)}: nothing more of it will come."
    confirm = {
        "title": kit.plain(f"End number {shown.number}?", 100),
        "text": kit.plain(sentence, 300),
        "confirm": kit.plain("Unsubscribe", 30),
        "deny": kit.plain("Keep it", 30),
        "style": "danger",
    }
    return {**button, "style": "danger", "confirm": confirm}


def _invitation(shown: Shown) -> list[str]:
    """How to let the bot in, where it may be missing: that it is missing shows only when it posts."""
    return [] if shown.subscription.channel.startswith("D") else [INVITE]
