"""Pages and operations of project owners."""
