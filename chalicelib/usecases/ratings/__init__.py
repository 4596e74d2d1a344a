"""What happens to a rating after it was given."""
