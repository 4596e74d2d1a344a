"""Places with a rating code of their own: a window of a hall (evaluation.md §0, counter QR and tablet)."""
