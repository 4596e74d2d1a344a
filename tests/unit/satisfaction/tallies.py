"""Counts for the tests of statistics, with everything consistent by default."""

from typing import Any

from hypothesis import strategies as st

from chalicelib.domain.satisfaction.statistics.tally import OrderTally, Tally

FIVE = st.tuples(*[st.integers(0, 400)] * 5)


def tally(**given: Any) -> Tally:
    """A unit with a thousand services and a hundred ratings."""
    return Tally(
        **{
            "unit": "u-1",
            "period": "2026-11",
            "completed": 1000,
            "effective": (1, 2, 7, 30, 60),
            **given,
        }
    )


@st.composite
def tallies(draw: st.DrawFn, unit: str = "u-1", period: str = "2026-11") -> Tally:
    """Any counts that can be true together."""
    effective, invalidated, withdrawn = draw(FIVE), draw(FIVE), draw(FIVE)
    received = sum(map(sum, (effective, invalidated, withdrawn)))

    def chain(*names: str) -> dict[str, int]:
        counts = sorted(draw(st.lists(st.integers(0, 90), min_size=len(names), max_size=len(names))))
        return dict(zip(names, reversed(counts), strict=True))

    contactable = draw(st.integers(0, 90))
    revisited = draw(st.integers(0, contactable))
    failed = draw(st.integers(0, contactable - revisited))
    orders = OrderTally(
        **chain("fell_due", "rectified_on_time"),
        **chain("created_and_due", "rectified"),
        **chain("revisit_answered", "revisit_satisfied"),
        contactable=contactable,
        revisited=revisited,
        revisit_failed=failed,
        not_contactable=draw(st.integers(0, 9)),
    )
    follow_ups = draw(st.integers(0, 50))
    return tally(
        unit=unit,
        period=period,
        completed=received + draw(st.integers(0, 500)),
        effective=effective,
        invalidated=invalidated,
        withdrawn=withdrawn,
        late=draw(FIVE),
        unmatched=draw(FIVE),
        defaults=draw(st.integers(0, 100)),
        orders=orders,
        follow_ups=follow_ups,
        follow_up_change=draw(st.integers(-4 * follow_ups, 4 * follow_ups)),
        **chain("appeals", "appeals_upheld"),
        recommend=draw(st.tuples(*[st.integers(0, 40)] * 11)),
    )
