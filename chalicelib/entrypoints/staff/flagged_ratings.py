"""Flagged ratings over pages and API: a list, a rating, and every step of its review (§2.2, §7.16).

Regulators and reviewers read what was measured and what was written, never who rated; the unit's head sees
the outcome on its own page.
"""

from collections.abc import Callable
from typing import Any

from chalicelib.domain.satisfaction.cases.served_case import case_id
from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.filters import OneOf
from chalicelib.entrypoints.listing import list_data, show_list
from chalicelib.entrypoints.routes import Duty, RouteBook
from chalicelib.entrypoints.units import unit_name
from chalicelib.kernel.actors import Role
from chalicelib.kernel.canonical import Json
from chalicelib.usecases.ratings.own_ratings import FLAGGED
from chalicelib.usecases.ratings.photos import photo_of_rating
from chalicelib.usecases.ratings.read_review import read_review
from chalicelib.usecases.ratings.review_rating import (
    REGULATOR,
    REVIEW_STEPS,
    ReviewRule,
    find_rating_of,
    review_rating,
)
from chalicelib.web.forms import Form
from chalicelib.web.views.indicators import indicator_words
from chalicelib.web.views.orders import options_of
from chalicelib.web.views.plain import plain
from chalicelib.web.views.reviews import View, review_json, review_view

book = RouteBook(frozenset({Role.REGULATOR, Role.APPEAL_REVIEWER}), Duty.DESK)

LIST, API = "/staff/ratings/signals", "/api/v1/flagged-ratings"
FACETS = ("open", "settled", "invalidated", "all")
FILTERS = {"facet": OneOf(FACETS)}
OF_CASE = "mark-rating-of-case"
KINDS = {
    "reason": "review-mark",
    "decision": "review-decision",
    "category": "appeal-category",
    "criteria": "appeal-criterion",
}
"""The fields with closed options, and what their words are called."""


@book.page(LIST, filters=FILTERS)
def list_signals(call: Call, form: Form | None = None) -> Reply:
    """List flagged ratings, the latest first, with the form that marks one that has no signal."""
    facet, counts = _facet(call), call.house.lists.counts(FLAGGED)
    return show_list(
        call,
        "staff/ratings/signals.html",
        FLAGGED,
        only=facet,
        shape=lambda card: {**card, "unit_name": unit_name(call, card["unit"])},
        chosen=facet,
        tabs=[(one, counts.get(one, 0)) for one in FACETS],
        form=form or call.new_form(),
        may_mark=call.actor.has(Role.REGULATOR),
        marks=options_of(OF_CASE, call.context.locale, KINDS)["reason"],
    )


@book.form(LIST + "/mark", schema=OF_CASE, again=list_signals, audience=REGULATOR)
def post_mark_of_case(call: Call) -> Reply:
    """Mark the rating of a case: to look it up there, a reason has to be given and is written down."""
    return call.go(f"{LIST}/{_mark_of_case(call)}?done=mark")


@book.api("POST", API + ":mark", schema=OF_CASE, answer="flagged-rating-answer", audience=REGULATOR)
def api_mark_rating_of_case(call: Call) -> Reply:
    """Mark the rating of a case that has no signal, for a reason that is written down."""
    return call.data(_data(call, _mark_of_case(call)))


@book.page(LIST + "/{rating}")
def show_signal(call: Call, form: Form | None = None) -> Reply:
    """Show a rating: what was measured against which limit, what was said, its review, what can be done."""
    shown, locale = _shown(call), call.context.locale
    return call.show(
        "staff/ratings/review.html",
        one=shown,
        form=form or call.new_form(),
        indicators=indicator_words(shown["indicators"], call.house.indicators, locale),
        marks=options_of("mark-rating", locale, KINDS)["reason"],
        options=options_of("review-rating", locale, KINDS),
        done=call.asked("done"),
    )


@book.file(LIST + "/{rating}/photos/{place}")
def open_rating_photo(call: Call) -> Reply:
    """Lead to a short-lived address of a photo that the resident added."""
    return call.go(photo_of_rating(call.house, call.actor, call.params["rating"], call.params["place"]))


@book.api("GET", API, is_list=True, filters=FILTERS, answer="flagged-ratings-answer")
def api_list_flagged_ratings(call: Call) -> Reply:
    """Return a page of flagged ratings, by `facet`."""
    return list_data(call, FLAGGED, only=_facet(call))


@book.api("GET", API + "/{rating}", answer="flagged-rating-answer")
def api_get_flagged_rating(call: Call) -> Reply:
    """Return a rating with its signals and its review, and the steps that the caller may take now."""
    return call.data(_data(call))


def _posting(name: str, rule: ReviewRule) -> Callable[..., Reply]:
    def post(call: Call) -> Reply:
        _take(call, name)
        return call.go(f"{LIST}/{call.params['rating']}?done={name}")

    return _named(post, f"post_rating_{name}", rule)


def _operating(name: str, rule: ReviewRule) -> Callable[..., Reply]:
    def operate(call: Call) -> Reply:
        _take(call, name)
        return call.data(_data(call))

    return _named(operate, f"api_rating_{name}", rule)


def _named(handler: Callable[..., Reply], name: str, rule: ReviewRule) -> Callable[..., Reply]:
    handler.__name__, handler.__doc__ = name.replace("-", "_"), rule.summary
    return handler


def _add_step(name: str, rule: ReviewRule) -> None:
    given: dict[str, Any] = {"audience": rule.who, "schema": rule.schema}
    book.form(f"{LIST}/{{rating}}/{name}", again=show_signal, **given)(_posting(name, rule))
    book.api("POST", f"{API}/{{rating}}/{name}", answer="flagged-rating-answer", **given)(
        _operating(name, rule)
    )


def _take(call: Call, name: str) -> None:
    review_rating(call.house, call.actor, call.params["rating"], name, call.command(), call.once())


def _mark_of_case(call: Call) -> str:
    body = call.command()
    found = find_rating_of(call.house, case_id(body["project_no"].strip(), body.get("service_no", 1)))
    return review_rating(call.house, call.actor, found, "mark", body, call.once())


def _shown(call: Call, rating: str = "") -> View:
    view = read_review(call.house, call.actor, rating or call.params["rating"])
    return review_view(view, call.actor, call.house.rating_rules.load(view.invitation.profile))


def _data(call: Call, rating: str = "") -> Json:
    return plain(review_json(_shown(call, rating)))


def _facet(call: Call) -> str:
    return call.asked("facet") if call.asked("facet") in FACETS else FACETS[0]


for _name, _rule in REVIEW_STEPS.items():
    _add_step(_name, _rule)
