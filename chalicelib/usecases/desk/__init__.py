"""Who is at work on what at a desk, and who stands in for whom."""
