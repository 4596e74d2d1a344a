"""From the signature of the contract to the acceptance of its result (docs/rules.md §2.1, §2.4)."""
