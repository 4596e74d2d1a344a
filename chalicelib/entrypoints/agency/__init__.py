"""Pages and operations of agencies."""
