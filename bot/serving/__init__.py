"""How the bot runs: its pools, its way to Slack, its health, its hours on duty."""
