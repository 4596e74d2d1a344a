"""The owner's own decisions: one of a small list, or score sheets (docs/rules.md §3.3, §3.4)."""
