"""Commands on notices, from the first draft to withdrawal (docs/rules.md §2.1)."""
