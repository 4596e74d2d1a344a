"""Pages and operations for everybody."""
