"""Opening, draw and selection: what the system does alone, resumable at every step (docs/rules.md §3)."""
