"""Problems that several people raise, and what changed because of them (evaluation.md §8.9, §8.16)."""
