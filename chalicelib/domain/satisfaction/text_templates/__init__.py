"""The words of the texts that residents get: drafted, approved by another person, never edited after."""
