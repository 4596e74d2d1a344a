"""The evaluation of a completed purchase (docs/rules.md §2.6)."""
