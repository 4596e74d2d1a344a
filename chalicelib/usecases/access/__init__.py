"""Whom the house lets in, and whom not any more."""
