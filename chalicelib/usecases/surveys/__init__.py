"""Questionnaires, campaigns and their answers."""
