"""Ending what is known of a person: by time, and when the person asks."""
