"""What the bot does unasked: digests and credit warnings, each said once."""
