"""Registration and sealed quote: until the opening nobody learns who or how much (design §3)."""
