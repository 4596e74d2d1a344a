"""The pure rules that choose an agency: draw, beacon, draw record, lowest price (docs/rules.md §3)."""
