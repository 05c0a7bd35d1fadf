"""Counts and shows: requests become scopes, scopes become reports, reports become text and pictures."""
