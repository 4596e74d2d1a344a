"""From publicity to acceptance, and the next reserve when the winner leaves (docs/rules.md §2.1)."""
