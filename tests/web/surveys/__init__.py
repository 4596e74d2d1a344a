"""Questionnaires, campaigns and surveys by link, over HTTP."""
