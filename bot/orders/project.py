"""The project of an order: a slug as it was typed, or `all`."""

KEY = "project:"


def read_project(word: str) -> str | None:
    """The slug of `project:slug`; None for any other word. Whether there is such a project is asked later."""
    if not word.lower().startswith(KEY):
        return None
    slug = word[len(KEY) :]
    return "all" if slug.lower() == "all" else slug or None
