"""The evaluation (服务评价) of a completed purchase by owner, department and centre: docs/rules.md §2.6."""
