"""Rating points: registered and closed by the service centre."""
