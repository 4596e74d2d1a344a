"""Commands on agencies: entry, the checks of a filing, changes, leaving (docs/rules.md §2.2, §4.2)."""
