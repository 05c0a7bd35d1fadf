"""What a person sees of the sandbox workspace: channels, messages as Slack draws them, and a composer."""
