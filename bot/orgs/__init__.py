"""What an operator sees and sets of an organisation: its settings, Slack teams, roles and channels."""
