"""Reviews of flagged ratings: whether a rating that looks brushed, malicious or mistaken still counts."""
