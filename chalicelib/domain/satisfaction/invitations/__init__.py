"""Invitations: one a served interaction, from the plan to the answer or to its end (evaluation.md §2.1)."""
