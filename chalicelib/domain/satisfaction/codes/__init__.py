"""Code lists of ratings (evaluation.md §3): what is ours, and what each outside system calls it."""
