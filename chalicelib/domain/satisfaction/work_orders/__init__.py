"""The bad-rating work order (差评工单) and the appeal inside it: evaluation.md §2.3 and §2.4."""
