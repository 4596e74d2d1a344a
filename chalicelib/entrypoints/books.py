"""Which room of the entrypoints answers which addresses; it is imported when the first of them is asked for.

So a function starts with what all of its requests need and none of its rooms, however many there are
(ADR 0098). A new module of routes is a line here; a test holds the table against the routes themselves.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from types import MappingProxyType

from chalicelib.entrypoints.routes import RouteBook

PLACE = "chalicelib.entrypoints."


def _of_seats(*seats: str) -> tuple[str, ...]:
    return tuple(f"{root}/{seat}/contracts" for root in ("", "/api/v1") for seat in seats)


WATCHING_SEATS = ("agency", "department", "desk", "supervisor")

ROOMS: Mapping[str, tuple[str, ...]] = {
    "public.home": ("/", "/search"),
    "public.site": (
        "/healthz",
        "/problems",
        "/static",
        "/verify_draw.py",
        "/verify_selection.py",
        "/verify_ratings.py",
        "/preferences",
        "/accessibility",
        "/privacy",
        "/complaints",
        "/open-data",
    ),
    "public.notices": ("/notices", "/notices.csv", "/api/v1/notices"),
    "public.awards": ("/awards", "/awards.csv", "/api/v1/awards", "/notices", "/api/v1/notices"),
    "public.contracts": ("/contracts", "/contracts.csv", "/api/v1/contracts"),
    "public.evaluations": ("/agencies", "/api/v1/agencies"),
    "public.papers": ("/notices",),
    "results": ("/results", "/api/v1/results", "/department/results"),
    "public.draws": ("/draws", "/api/v1/draws"),
    "public.selections": ("/selections", "/api/v1/selections"),
    "public.ledger": ("/ledger", "/api/v1/ledger"),
    "public.ratings": ("/ratings", "/ratings.csv", "/api/v1/ratings"),
    "public.coverage": ("/coverage", "/coverage.csv"),
    "public.rating_snapshots": ("/ratings/snapshots", "/api/v1/ratings/snapshots"),
    "public.half_years": ("/ratings/half-years", "/api/v1/ratings/half-years"),
    "public.measures": ("/ratings/measures", "/api/v1/ratings/measures"),
    "public.beacon": ("/beacon", "/api/v1/beacon"),
    "public.agencies": ("/agencies", "/agencies.csv", "/api/v1/agencies"),
    "public.service_items": ("/service-items", "/api/v1/service-items"),
    "public.conduct": ("/conduct", "/conduct.csv", "/api/v1/conduct"),
    "public.changes": ("/changes", "/api/v1/changes"),
    "agency.conduct": ("/agency/conduct", "/api/v1/agency/conduct"),
    "cases": ("/cases",),
    "authority.black_list": ("/black-list", "/api/v1/black-list"),
    "cases_api": ("/api/v1/violations",),
    "agency.onboarding": ("/agency/onboarding",),
    "agency.onboarding_entries": ("/agency/onboarding",),
    "agency.onboarding_files": ("/agency/files",),
    "agency.onboarding_submit": (
        "/agency/submission",
        "/agency/draft",
        "/agency/services",
        "/agency/practitioners",
    ),
    "agency.onboarding_staff": ("/agency/onboarding/practitioners/table",),
    "agency.onboarding_api": ("/api/v1/agencies",),
    "agency.quotes": ("/agency/notices",),
    "agency.registrations": ("/agency/notices",),
    "agency.quotes_api": ("/api/v1/sealed",),
    "agency.entries": ("/api/v1/agency", "/agency/entries"),
    "agency.awards": ("/agency/awards", "/api/v1/agency/awards"),
    "authority.agencies": ("/desk/agencies", "/department/agencies", "/evidence"),
    "authority.agencies_api": ("/api/v1/agency-queue", "/api/v1/agencies"),
    "authority.relations": ("/relations", "/api/v1/agencies"),
    "workbench": ("/workbench", "/api/v1/workbench", "/messages", "/api/v1/messages"),
    "calendars": ("/account", "/api/v1/calendar", "/calendar"),
    "message_settings": ("/messages", "/api/v1/messages"),
    "owner.notices": ("/owner/notices",),
    "owner.steps": ("/owner/notices",),
    "owner.attachments": ("/owner/notices",),
    "owner.amendment": ("/owner/notices",),
    "owner.decisions": ("/owner/notices",),
    "owner.choice": ("/owner/notices", "/api/v1/notices"),
    "owner.drafts_api": ("/api/v1/notices", "/api/v1/owner/notices"),
    "owner.decisions_api": ("/api/v1/notices",),
    "authority.notices": ("/desk/notices",),
    "authority.notices_api": ("/api/v1/desk/notices", "/api/v1/notices"),
    "authority.supervised_notices": ("/supervisor/notices", "/api/v1/supervisor/notices"),
    "contract_lists": ("/workbench", *_of_seats(*WATCHING_SEATS)),
    "contract_books": _of_seats("owner", *WATCHING_SEATS),
    "authority.claims": ("/claims", "/absence", "/api/v1/claims", "/api/v1/absence"),
    "authority.orders": ("/supervisor/notices", "/api/v1/supervisor/notices"),
    "identity": (
        "/sign-in",
        "/sign-out",
        "/sign-out-everywhere",
        "/api/v1/sign-out-everywhere",
        "/account",
        "/session",
    ),
    "authority.access": ("/admin", "/api/v1/access"),
    "authority.beacon": ("/supervisor/beacon", "/api/v1/beacon"),
    "authority.insight": ("/supervisor/notices", "/api/v1/supervisor/notices"),
    "authority.digests": ("/digests", "/api/v1/digests"),
    "authority.nominations": ("/department/nominations",),
    "authority.nominations_api": ("/api/v1/nominations",),
    "authority.service_items": ("/department/service-items",),
    "authority.item_desk": ("/desk/service-items",),
    "authority.service_items_api": ("/api/v1/service-items",),
    "resident.rate": ("/r", "/stop"),
    "resident.track": ("/r",),
    "resident.photos": ("/r",),
    "resident.noted": ("/noted",),
    "resident.counter": ("/q", "/tablet"),
    "resident.complain": ("/complain", "/items"),
    "staff.hotline": ("/hotline", "/api/v1/items"),
    "staff.hotline_register": ("/hotline", "/api/v1/items"),
    "staff.hotline_figures": ("/hotline/figures",),
    "staff.problems": ("/hotline",),
    "staff.problems_api": ("/api/v1/items", "/api/v1/problems"),
    "public.problems_solved": ("/problems-solved", "/problems-solved.csv", "/api/v1/problems-solved"),
    "resident.texts_api": ("/api/v1/texts",),
    "staff.invitations": ("/invitations", "/invitations.csv"),
    "staff.text_templates": ("/invitations", "/api/v1/invitation-texts"),
    "staff.upward": ("/upward",),
    "staff.rating_imports": ("/ratings-import",),
    "staff.rating_imports_api": ("/api/v1/ratings:import",),
    "staff.points": ("/points", "/rate-online"),
    "staff.points_api": ("/api/v1/points", "/api/v1/paper-forms", "/api/v1/invitations"),
    "staff.window": ("/paper-forms", "/tablet", "/served-cases"),
    "staff.cases_api": ("/api/v1/cases", "/api/v1/cases:batch"),
    "staff.case_imports": ("/served-cases",),
    "authority.work_orders": ("/orders", "/api/v1/orders"),
    "authority.supervision": ("/supervision", "/api/v1/supervision"),
    "authority.findings": ("/supervision", "/api/v1/findings", "/findings"),
    "authority.privacy": ("/privacy-requests",),
    "staff.text_replies": ("/text-replies",),
    "staff.ratings": ("/staff",),
    "staff.flagged_ratings": ("/staff", "/api/v1/flagged-ratings:mark", "/api/v1/flagged-ratings"),
    "staff.callback_board": ("/callbacks", "/api/v1/callback-boards"),
    "staff.callback_visits": ("/callbacks", "/api/v1/callbacks"),
    "staff.callbacks": ("/callbacks", "/api/v1/callbacks"),
    "staff.questionnaires": ("/questionnaires", "/api/v1/questionnaires"),
    "staff.campaigns": ("/campaigns", "/api/v1/campaigns"),
    "resident.survey": ("/s", "/surveys"),
    "public.survey_results": ("/survey-results", "/api/v1/survey-results"),
    "public.contract": ("/openapi.json",),
}
"""Module → how the addresses of its routes begin, without parameters; `/` begins no address but its own."""


@cache
def _rooms_by_beginning() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for room, beginnings in ROOMS.items():
        for beginning in beginnings:
            found[beginning] = (*found.get(beginning, ()), room)
    return MappingProxyType(found)


def rooms_of(path: str) -> Iterator[str]:
    """Yield the rooms that may answer an address: no other has a route that fits it."""
    segments = path.strip("/").split("/")
    for length in range(1, len(segments) + 1):
        yield from _rooms_by_beginning().get("/" + "/".join(segments[:length]), ())


def books_in(room: str) -> tuple[RouteBook, ...]:
    """Return the books of a room, which is imported by this."""
    module = import_module(PLACE + room)
    return tuple(book for book in vars(module).values() if isinstance(book, RouteBook))


@cache
def every_book() -> tuple[RouteBook, ...]:
    """Return all books there are: for whoever describes, packages or tests the whole house."""
    return tuple(book for room in ROOMS for book in books_in(room))
