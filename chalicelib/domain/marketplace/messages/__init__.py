"""Which messages reach whom how: groups, the settings of a recipient, quiet hours (docs/rules.md)."""
