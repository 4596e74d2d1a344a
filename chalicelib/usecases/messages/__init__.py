"""Messages: into inboxes, to telephones in their hours, and what somebody wants of both."""
