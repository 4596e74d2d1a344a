"""Ratings (评价): what a resident said, and what may become of it (evaluation.md §2.2)."""
