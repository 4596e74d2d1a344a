"""The supervisor's half of a draw: the chain's anchor and its daily value."""
