"""Campaigns (调查活动): whom to ask, what, when and how, and who let it happen (evaluation.md §2.6)."""
