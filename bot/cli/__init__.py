"""The commands of `usagebot`, one file each."""
