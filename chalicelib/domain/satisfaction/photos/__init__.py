"""Photos with a rating: when one may be added, what is left of it, who may open it (evaluation.md §4)."""
