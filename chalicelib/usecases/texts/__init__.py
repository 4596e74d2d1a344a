"""Text messages to those who were served: their words, and handing them to the provider."""
