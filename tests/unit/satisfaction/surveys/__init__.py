"""Questionnaires, campaigns and how people are chosen."""
