"""A Slack workspace on this machine: strict Web API, Socket Mode, and a page to type in."""
