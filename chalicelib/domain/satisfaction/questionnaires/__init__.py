"""Questionnaires (问卷): versioned questions with forward skips (evaluation.md §2.6, §3.6, §4)."""
