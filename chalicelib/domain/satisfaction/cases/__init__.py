"""Served interactions (办件): what a rating is about, taken in from the systems where services are done."""
