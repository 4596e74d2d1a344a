"""Unit tests of the satisfaction context."""
