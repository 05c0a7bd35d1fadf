"""What the bot says: pure functions from reports to messages, one file per kind of message."""
