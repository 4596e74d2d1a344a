"""Asking somebody who was served, and taking the answer."""
