"""Callback tasks: whoever was served is asked once, politely, at a good time (evaluation.md §2.5)."""
