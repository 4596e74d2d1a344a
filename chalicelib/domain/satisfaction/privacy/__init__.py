"""What becomes of who was served: kept as long as a rule says, gone when the person asks."""
