"""What the resident behind a work order is texted: that it exists, and what was done (evaluation.md §3.6)."""
