"""Violation cases, sanctions and lists: what people and the system do about conduct (docs/rules.md §2.6)."""
