"""Calling back whoever was served: claims, calls, visits and what follows from them (evaluation.md §2.5)."""
