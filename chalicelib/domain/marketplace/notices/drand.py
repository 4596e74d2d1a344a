"""Rounds of the drand beacon: which one a notice names, and when its value exists (docs/rules.md §3.2)."""

from datetime import UTC, datetime, timedelta

from chalicelib.domain.marketplace.rules import BeaconRules


def round_after(closes_at: datetime, rules: BeaconRules) -> int:
    """Return the round to name for a deadline: the one of the instant a safe margin later."""
    elapsed = int(closes_at.timestamp()) + rules.drand_margin_seconds - rules.drand_genesis_seconds
    return elapsed // rules.drand_period_seconds + 1


def exists_from(number: int, rules: BeaconRules) -> datetime:
    """Return the instant from which the value of a round exists.

    Round 1 is the genesis; the round of an instant is therefore never later than that instant.
    """
    seconds = rules.drand_genesis_seconds + (number - 1) * rules.drand_period_seconds
    return datetime.fromtimestamp(0, UTC) + timedelta(seconds=seconds)
