"""Addresses of residents: no sign-in, a link is enough (evaluation.md §7)."""
