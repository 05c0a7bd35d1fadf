"""Hears and speaks: the only package that knows Slack, the clock and the environment."""

import zoneinfo

# The operating system's zone files may be years older than the pinned tzdata wheel, and would win.
zoneinfo.reset_tzpath(to=())
zoneinfo.ZoneInfo.clear_cache()
