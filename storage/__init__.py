"""Remembers: every table, every statement of SQL, and the way in for events."""
