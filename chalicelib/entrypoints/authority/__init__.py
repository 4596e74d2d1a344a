"""Pages and operations of operator, departments and supervisor."""
