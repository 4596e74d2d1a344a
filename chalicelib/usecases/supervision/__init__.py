"""Talks with units, praises of them, and findings of the business environment (clauses 三(一)2, 四(三))."""
