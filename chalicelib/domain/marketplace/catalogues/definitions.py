"""The catalogues there are: what each is searched, filtered and sorted by. One more is one more entry here.

Besides this table a catalogue needs `Catalogued` rows from a projection, words in `web/labels/catalogues`,
columns in `web/views/catalogue_columns`, and a page.
"""

from collections.abc import Callable, Mapping
from typing import Any

from chalicelib.domain.marketplace.agencies.service_types import ServiceTypes
from chalicelib.domain.marketplace.catalogues.entries import Entry, searched_text
from chalicelib.domain.marketplace.catalogues.filters import PRICE_BANDS, Filter, Kind
from chalicelib.domain.marketplace.notices.issued import ACCEPTED, CANCELLED, OWNER_REFUSED, WAITING
from chalicelib.domain.marketplace.notices.state import NoticeState
from chalicelib.domain.marketplace.rules import Method
from chalicelib.domain.marketplace.violation_rules import LIST_BASIS
from chalicelib.kernel.records import dataclass

Data = Mapping[str, Any]


def _whole(value: Any) -> Any:
    return value


def _spoken(value: str) -> str:
    """Return what puts Chinese names in the order of their sound, as GB 2312 numbers common characters."""
    return value.encode("gb18030", "replace").hex()


@dataclass(frozen=True, slots=True)
class Sort:
    """An order: the field and what of it is compared; rows without the field come last either way."""

    field: str
    key: Callable[[Any], Any] = _whole


def as_stored(data: Data, _now: str) -> Data:
    """Return a row that does not change with time."""
    return data


@dataclass(frozen=True, slots=True)
class Catalogue:
    """One list. `services` is the field of its service types, whose names are searched too.

    `at` returns a row as it is at an instant (written as text): a timer that runs late leaves no wrong state,
    and shows nothing that has left public view (None).
    """

    name: str
    searched: tuple[str, ...]
    services: str
    filters: tuple[Filter, ...]
    sorts: Mapping[str, Sort]
    usual: str
    at: Callable[[Data, str], Data | None] = as_stored

    def entry(self, key: str, data: Data) -> Entry:
        """Return a row with the text in which words are looked for."""
        return Entry(key, data, searched_text(data, self.searched))

    @property
    def parameters(self) -> tuple[str, ...]:
        """Return the names of all query parameters besides those of paging."""
        return ("q", *(one.name for one in self.filters), "sort")


PUBLIC_STATES = tuple(str(state) for state in NoticeState if state.name not in ("DRAFT", "REVIEWING"))
CONTRACT_STATES = ("IN_SERVICE", "RESULT_REVIEW", "COMPLETED", "EVALUATED", "TERMINATED", "ARCHIVED")
ARCHIVED = frozenset({"ARCHIVED"})
"""What has left the active lists and stays readable (§2.1)."""
LISTING_STATES = ("ACTIVE", "RESTRICTED", "SUSPENDED", "BLOCKED")
"""Under which the public finds an agency (projections/agencies.py)."""


PHASES = ("running", "ended")
MEASURES = ("blacklist", "removal", "suspension", "restriction", "points")
"""What a decision does, from the gravest to the lightest."""
BASES = (
    "absent", "abandoned", "unsigned", "late-delivery", "subcontracting", "false-materials", "collusion",
    "bribery", "inspection-refused", "false-report", "illegal-fees", "non-performance",
    "malicious-complaint", LIST_BASIS,
)  # fmt: skip
"""What a decision may rest on: the consequence table, and a list entry that names no row of it."""
OUTCOMES = (
    WAITING, ACCEPTED, "abandoned", "acceptance-lapsed", "intercepted", "ineligible", OWNER_REFUSED,
    CANCELLED,
)  # fmt: skip
"""What becomes of an award (notices/issued.py); between, the codes for which a winner leaves."""


def _services(types: ServiceTypes) -> tuple[str, ...]:
    return tuple(code for code, _name in types.choices())


def _departments(types: ServiceTypes) -> tuple[str, ...]:
    return tuple(types.departments)


def _notice_at(data: Data, now: str) -> Data:
    """Close what is past its deadline though its timer has not run (design §1)."""
    if data["state"] == "PUBLISHED" and data["closes_at"] <= now:
        return {**data, "state": "REG_CLOSED"}
    return data


def _agency_at(data: Data, now: str) -> Data:
    """Lay a list entry that runs over everything else (§2.2, "any → BLOCKED")."""
    told = {name: value for name, value in data.items() if name != "blocks"}
    ends = [one["ends_at"] for one in data.get("blocks", ()) if one["starts_at"] <= now]
    if any(end is None or now < end for end in ends):
        return {**told, "state": "BLOCKED", "active": []}
    return told


def _decision_at(data: Data, now: str) -> Data | None:
    """End what the clock has ended, and show nothing whose time in public view is over [L5 art 38]."""
    if data.get("hidden_at") is not None and data["hidden_at"] <= now:
        return None
    is_over = "corrected_at" in data or ("ends_at" in data and data["ends_at"] <= now)
    return {**data, "phase": "ended"} if is_over else data


SERVICE = Filter("service_type", "service_type", Kind.CODE, _services)
METHOD = Filter("method", "method", Kind.CODE, lambda _: tuple(map(str, Method)))
DIVISION = Filter("division", "division", Kind.DIVISION)
DEPARTMENT = Filter("department", "department", Kind.CODE, _departments)
OWNER = Filter("owner", "owner", Kind.ORGANISATION)


def _price(field: str) -> Filter:
    return Filter("price", field, Kind.PRICE, lambda _: tuple(PRICE_BANDS))


NOTICES = Catalogue(
    name="notices",
    searched=("notice_no", "title", "owner_name", "owner"),
    services="service_type",
    filters=(
        Filter("state", "state", Kind.CODE, lambda _: PUBLIC_STATES, ARCHIVED),
        SERVICE,
        METHOD,
        DIVISION,
        DEPARTMENT,
        OWNER,
        _price("ceiling_fen"),
        Filter("closes_from", "closes_at", Kind.FROM),
        Filter("closes_to", "closes_at", Kind.UNTIL),
    ),
    sorts={"published": Sort("published_at"), "closes": Sort("closes_at"), "price": Sort("ceiling_fen")},
    usual="-published",
    at=_notice_at,
)

AWARDS = Catalogue(
    name="awards",
    searched=("notice_no", "title", "owner_name", "owner", "winner_name", "winner", "award_no"),
    services="service_type",
    filters=(
        SERVICE,
        OWNER,
        Filter("winner", "winner", Kind.ORGANISATION),
        Filter("outcome", "outcome", Kind.CODE, lambda _: OUTCOMES),
        METHOD,
        DIVISION,
        DEPARTMENT,
        _price("award_fen"),
        Filter("awarded_from", "awarded_at", Kind.FROM),
        Filter("awarded_to", "awarded_at", Kind.UNTIL),
    ),
    sorts={"awarded": Sort("awarded_at"), "price": Sort("award_fen")},
    usual="-awarded",
)

AGENCIES = Catalogue(
    name="agencies",
    searched=("name", "uscc"),
    services="active",
    filters=(
        Filter("service_type", "active", Kind.AMONG, _services),
        Filter("state", "state", Kind.CODE, lambda _: LISTING_STATES),
        Filter("qualification", "qualifications", Kind.AMONG, lambda types: tuple(types.qualification_kinds)),
    ),
    sorts={"listed": Sort("listed_at"), "name": Sort("name", _spoken)},
    usual="-listed",
    at=_agency_at,
)
"""No filter by place: where an agency is registered is no ground to leave it out (policy 二(四)1)."""

CONTRACTS = Catalogue(
    name="contracts",
    searched=("notice_no", "contract_no", "title", "owner_name", "owner", "winner_name", "winner"),
    services="service_type",
    filters=(
        Filter("state", "state", Kind.CODE, lambda _: CONTRACT_STATES, ARCHIVED),
        SERVICE,
        Filter("agency", "winner", Kind.ORGANISATION),
        OWNER,
        DEPARTMENT,
        DIVISION,
        _price("contract_fen"),
        Filter("public_from", "contract_published_at", Kind.FROM),
        Filter("public_to", "contract_published_at", Kind.UNTIL),
    ),
    sorts={
        "public": Sort("contract_published_at"),
        "ends": Sort("ends_on"),
        "price": Sort("contract_fen"),
    },
    usual="-public",
)

CONDUCT = Catalogue(
    name="conduct",
    searched=("number", "document_no", "uscc", "name", "notice_no"),
    services="services",
    filters=(
        Filter("phase", "phase", Kind.CODE, lambda _: PHASES),
        Filter("measure", "kinds", Kind.AMONG, lambda _: MEASURES),
        Filter("basis", "basis", Kind.CODE, lambda _: BASES),
        Filter("agency", "uscc", Kind.ORGANISATION),
        Filter("service_type", "services", Kind.AMONG, _services),
        Filter("decided_from", "decided_at", Kind.FROM),
        Filter("decided_to", "decided_at", Kind.UNTIL),
    ),
    sorts={"decided": Sort("decided_at"), "ends": Sort("ends_at")},
    usual="-decided",
    at=_decision_at,
)

OPEN = Catalogue(
    name="open", searched=(), services="service_type", filters=(), sorts={"closes": Sort("closes_at")},
    usual="closes", at=_notice_at,
)  # fmt: skip
"""What the open notices ask of agencies: no page, but each agency is judged by it on its workbench."""

CATALOGUES: Mapping[str, Catalogue] = {
    one.name: one for one in (NOTICES, AWARDS, AGENCIES, CONTRACTS, CONDUCT, OPEN)
}
