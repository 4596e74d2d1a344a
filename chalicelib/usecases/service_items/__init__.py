"""Commands and queries on service items: create, write, propose, publish, retire (docs/rules.md §4.3, §5)."""
