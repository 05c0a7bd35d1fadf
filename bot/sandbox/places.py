"""Who and what is in a fresh sandbox workspace: two people, three channels, and their direct messages."""

from bot.sandbox.state import Channel, User

PEOPLE = (
    User("U017", "mira", "Mira Okafor"),
    User("U018", "jonas", "Jonas Weber", zone="Europe/Berlin"),
)


def channels(bot: User) -> list[Channel]:
    """The channels; the bot is in the first two only. Direct messages are made by `direct_message`."""
    people = {person.id for person in PEOPLE}
    return [
        Channel("C0GENERAL", "general", people | {bot.id}),
        Channel("C0REPORTS", "usage-reports", people | {bot.id}),
        Channel("C0RANDOM", "random", set(people)),
    ]


def direct_message(person: User, bot: User) -> Channel:
    """The direct message between a person and the bot."""
    return Channel(f"D0{person.id[1:]}", person.name, {person.id, bot.id}, is_im=True, is_private=True)
