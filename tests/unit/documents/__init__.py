"""Papers: pages read as blocks and set as PDF."""
