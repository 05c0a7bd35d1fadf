"""Answers to people: what was asked or clicked, the report of it, and its message shown or changed."""
