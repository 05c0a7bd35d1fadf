"""`usagebot version`: which version this is."""


def version() -> None:
    """Print the version."""
    from importlib.metadata import version as installed

    print(installed("playerzero-usage-bot"))
