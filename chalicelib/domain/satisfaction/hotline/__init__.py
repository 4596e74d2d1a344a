"""Hotline, 吐槽找茬 and 办不成事: one machine behind three front doors (evaluation.md §2.7)."""
