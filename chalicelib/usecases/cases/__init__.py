"""Taking in served interactions."""
