"""Ratings for those who were rated: a clerk's own in groups, a unit's signs."""

from collections.abc import Iterable
from typing import Any

from chalicelib.domain.satisfaction.attribution import ClerkGroup
from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.listing import cards_of, list_page, ways_on
from chalicelib.entrypoints.routes import Duty, RouteBook
from chalicelib.entrypoints.units import unit_name, unit_of
from chalicelib.kernel.actors import Role
from chalicelib.kernel.clock import CHINA
from chalicelib.kernel.errors import Forbidden
from chalicelib.usecases.ratings.own_ratings import FLAGGED, own_groups, unit_signs
from chalicelib.usecases.ratings.read_figures import last_months
from chalicelib.web.views.indicators import indicator_words
from chalicelib.web.views.published_figures import months_of
from chalicelib.web.views.rating_figures import whole_view

clerk_book = RouteBook(frozenset({Role.CLERK}), Duty.DESK)
unit_book = RouteBook(frozenset({Role.UNIT_HEAD, Role.REGULATOR}), Duty.DESK)


@clerk_book.page("/staff/ratings")
def show_own_ratings(call: Call) -> Reply:
    """Show a clerk the own ratings about staff: in groups, a week late, never a single one."""
    badge = call.signed_in.badge if call.signed_in else ""
    this_year = call.now.astimezone(CHINA).year
    year = this_year - 1 if call.asked("year") == str(this_year - 1) else this_year
    groups = own_groups(call.house, call.actor.org, badge, year)
    return call.show(
        "staff/ratings/own.html",
        badge=badge,
        year=year,
        other_year=2 * this_year - 1 - year,
        groups=groups,
        rules=call.house.rating_rules.load().statistics,
        words=_words_of(call, groups),
    )


@unit_book.page("/staff/ratings/units/{unit}")
def show_unit_signs(call: Call) -> Reply:
    """Show a unit's head, or the regulator, its figures with the signals about its ratings.

    Raises:
        Forbidden: `not-your-organisation` to the head of another unit.
    """
    unit = unit_of(call)
    if call.actor.org != unit and not call.actor.has(Role.REGULATOR):
        raise Forbidden("not-your-organisation")
    return call.show("staff/ratings/unit.html", **_signs(call, unit), **_flagged(call, unit))


def _words_of(call: Call, groups: Iterable[ClerkGroup]) -> dict[str, str]:
    codes = sorted({code for group in groups for code in group.indicators})
    words = indicator_words(codes, call.house.indicators, call.context.locale)
    return dict(zip(codes, words, strict=True))


def _signs(call: Call, unit: str) -> dict[str, Any]:
    figures = last_months(call.house, unit)
    return {
        "unit": {"uscc": unit, "name": unit_name(call, unit)},
        "whole": whole_view(figures, months_of(figures), "", call.context.locale),
        "signs": unit_signs(call.house, figures, unit),
        "period": figures.periods[1],
    }


def _flagged(call: Call, facet: str) -> dict[str, Any]:
    page = list_page(call, FLAGGED, facet)
    cards = [{**card, "unit_name": unit_name(call, card["unit"])} for card in cards_of(page)]
    return {"flagged": cards, **ways_on(call, page)}
