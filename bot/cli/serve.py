"""`usagebot serve`: the bot in Slack, over Socket Mode, until it is stopped."""


def serve() -> None:
    """Run the bot in Slack. Needs SLACK_BOT_TOKEN and SLACK_APP_TOKEN; stop it with Ctrl-C."""
    import signal
    import threading

    from bot.config import settings
    from bot.logs import start_logging
    from bot.socket import serve as serve_until

    config = settings()
    start_logging(config.log_level)
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    serve_until(config, stop)
