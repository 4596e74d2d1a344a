"""What clerks see of their own ratings, and units and regulators of signals (evaluation.md §8.8, §7.15)."""

from chalicelib.domain.satisfaction.attribution import (
    CLERKS,
    ClerkGroup,
    clerk_facet,
    clerk_figure,
    clerk_groups,
    read_clerk,
)
from chalicelib.domain.satisfaction.codes.levels import Level
from chalicelib.domain.satisfaction.fraud import Finding, failing_numbers, share_jumps
from chalicelib.domain.satisfaction.statistics.tally import NONE
from chalicelib.kernel.clock import CHINA
from chalicelib.kernel.records import dataclass
from chalicelib.usecases.ports import House
from chalicelib.usecases.ratings.read_figures import Figures

FLAGGED = "flagged-ratings"


@dataclass(frozen=True, slots=True)
class UnitSigns:
    """What is odd about a unit's figures: levels whose share jumped, failing numbers."""

    jumped: tuple[Level, ...]
    numbers: Finding | None


def own_groups(house: House, unit: str, badge: str, year: int) -> tuple[ClerkGroup, ...]:
    """Return what a clerk sees of a year's own ratings: whole groups a week later, the oldest first."""
    today = house.clock.product_now().astimezone(CHINA).date()
    found = house.lists.figures(CLERKS, clerk_facet(unit, year), clerk_figure(badge))
    return clerk_groups(
        read_clerk(found, year), house.indicators, today, house.rating_rules.load().statistics
    )


def unit_signs(house: House, figures: Figures, unit: str) -> UnitSigns:
    """Return what is odd about the last whole month of a unit; it flags and decides nothing."""
    rules = house.rating_rules.load().fraud
    by_period = {month.tally.period: month for month in figures.months if month.tally.unit == unit}
    now, before = (
        by_period[one].tally.effective if one in by_period else NONE for one in figures.periods[1:3]
    )
    texted = sum(month.texted for month in by_period.values())
    failing = sum(month.failing for month in by_period.values())
    return UnitSigns(
        share_jumps(before, now, rules.share_sigma), failing_numbers(unit, failing, texted, rules)
    )
