"""Builds what is deployed: one template and one archive, the same bytes for the same sources (design §5)."""
