"""Conduct (信用): what an agency was found to have done, what follows from it, and until when (§2.6)."""
