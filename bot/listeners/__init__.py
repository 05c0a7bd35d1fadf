"""What the bot hears, one file per thing a person does."""
