"""The product's figures, measured against their budgets (docs/operations.md).

Nothing here depends on how fast the machine is: calls are counted, units come from item sizes, and times
are only ever compared with other times of the same run.
"""
