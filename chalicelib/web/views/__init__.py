"""View models: what a page or an API answer shows of a thing, as plain data (no I/O)."""
