"""Leaves of the house: standard library only, imported by everyone, importing no one."""
