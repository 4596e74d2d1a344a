"""Read the results of a campaign, publish them with their hash, and find what was published (§8.14)."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chalicelib.domain.satisfaction.campaigns import deciding
from chalicelib.domain.satisfaction.campaigns.campaign import Campaign
from chalicelib.domain.satisfaction.contacts.contact import Mode
from chalicelib.domain.satisfaction.surveys.reached import reached_lines
from chalicelib.domain.satisfaction.surveys.results import results_document
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.canonical import Json, digest
from chalicelib.kernel.clock import format_instant
from chalicelib.kernel.errors import NotFound
from chalicelib.usecases.ports import House, Once, UnitOfWork
from chalicelib.usecases.surveys.plan_campaign import keep
from chalicelib.usecases.surveys.write_questionnaire import find_questionnaire

COUNTS, CALLED, RESULTS = "survey-counts", "callbacks", "survey-results"


def results_of(house: House, campaign: Campaign, now: datetime) -> dict[str, Json]:
    """Return the results as they are counted now: one Query, and another of a survey that calls."""
    version = find_questionnaire(house, campaign.plan.questionnaire).version(campaign.plan.version)
    figures = house.lists.figures(COUNTS, campaign.id)
    below = house.rating_rules.load(campaign.profile).statistics.small_cell_below
    called = house.lists.figures(CALLED, campaign.id) if Mode.CALL in campaign.plan.modes else {}
    reached = reached_lines(called, below)
    return results_document(campaign, version, figures, below, format_instant(now), reached)


def publish_results(house: House, actor: Actor, identifier: str, once: Once | None = None) -> Campaign:
    """Publish the results as they are counted now; the document is kept before the ledger names it.

    Raises:
        NotFound, Forbidden, Conflict: as the rule says.
    """

    def attempt(uow: UnitOfWork, now: datetime) -> Campaign:
        found = uow.campaigns.load(identifier)
        document = results_of(house, found, now)
        page = uow.put_page(pages_of(found.id), [document])
        return keep(uow, deciding.publish(found, page, digest(document), actor, now), actor)

    return house.transact(
        attempt, once=once, ref=lambda one: one.id, replay=lambda uow, ref: uow.campaigns.load(ref)
    )


def published_results(house: House, identifier: str) -> tuple[Mapping[str, Any], dict[str, Any]]:
    """Return what is reported of a published campaign with its suggestions, and its document.

    Raises:
        NotFound: for one that is not published.
    """
    row = dict(house.lists.row("campaign", identifier))
    if row.get("state") not in ("PUBLISHED", "ARCHIVED"):
        raise NotFound("not-found", kind="campaign")
    (body,) = house.pages.get(pages_of(identifier), [str(row["results_page"])])
    document: Any = body
    return {**row, "suggestions": json.loads(str(row.get("suggestions", "[]")))}, document


def pages_of(identifier: str) -> str:
    """Return under what the pages of a campaign lie."""
    return f"CAMPAIGN#{identifier}"
