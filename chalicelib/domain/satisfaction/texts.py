"""What a text that residents get costs, however it is worded (evaluation.md §7.9)."""

from chalicelib.domain.satisfaction.rules import SatisfactionRules


def units_of(text: str) -> int:
    """Return how many characters are paid for: one beyond the basic plane counts twice, as in UCS-2."""
    return len(text.encode("utf-16-be")) // 2


def segments_of(text: str, rules: SatisfactionRules) -> int:
    """Return how many segments a text takes: one up to 70 characters, else one for each 67."""
    units, limits = units_of(text), rules.text
    if units <= limits.segment_chars:
        return 1
    return -(-units // limits.long_segment_chars)
