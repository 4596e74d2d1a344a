"""Figures of a unit and period (evaluation.md §5): formulas as data, exact until they are rounded."""
