"""Addresses of those who serve, handle ratings and watch over them."""
