"""What service items show in the lists: the public list by department, and the desks of those who write them.

A card holds every version that is in force or to come, each with its interval, so that a reader says what
governs at its own instant; the ledger's turns (docs/rules.md §4.3) keep facets and counts exact.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from chalicelib.domain.ledger import Entry
from chalicelib.kernel.canonical import Json
from chalicelib.projections.matters import tally_item
from chalicelib.projections.rows import Projection, Row, Showing, waits

SHOWN_CHARS = 80
"""How much of a text a list shows; the item's page has all of it."""

DESK_CARD = ("id", "code", "department", "state", "number", "name", "is_live", "updated_at")


def apply(row: Row, entry: Entry, data: Mapping[str, Json], text: Mapping[str, str]) -> Row:
    """Fold one entry of a service item's ledger into its row."""
    changed = {
        **row,
        "id": data["item"],
        "code": data["code"],
        "department": data["department"],
        "department_org": data.get("department_org"),
        "state": data["state"],
        "number": data["version"],
        "name": text.get("name", row.get("name", "")),
        "updated_at": entry.at,
    }
    versions: list[Row] = row.get("versions", [])
    if entry.type == "item.published":
        versions = [*_ended(versions, data["effective_from"]), _version(data, text)]
    elif entry.type == "item.retired":
        versions = _ended(versions, data["effective_to"])
    live = [version for version in versions if _is_live(version, entry.at)]
    return {**changed, "versions": live or versions[-1:], "is_live": bool(live)}


def _version(data: Mapping[str, Json], text: Mapping[str, str]) -> Row:
    return {
        "number": data["version"],
        "begins_at": data["effective_from"],
        "ends_at": None,
        "kind": data["kind"],
        "fee_type": data["fee_type"],
        "service_types": data["service_types"],
        "name": text.get("name", ""),
        "time_limit": _short(text.get("time_limit", "")),
    }


def _ended(versions: list[Row], ends_at: str) -> list[Row]:
    """Let every version end at an instant, unless it ends earlier; instants are text that sorts as time."""
    return [
        {**version, "ends_at": max(version["begins_at"], min(version["ends_at"] or ends_at, ends_at))}
        for version in versions
    ]


def _is_live(version: Row, at: str) -> bool:
    return version["ends_at"] is None or (
        version["ends_at"] > at and version["ends_at"] > version["begins_at"]
    )


def _short(text: str) -> str:
    return text if len(text) <= SHOWN_CHARS else text[: SHOWN_CHARS - 1] + "…"


def show(row: Row) -> tuple[Showing, ...]:
    """Return the cards of a service item."""
    return (*_public(row), *_desk(row))


def _public(row: Row) -> Iterator[Showing]:
    if not row["versions"]:
        return
    card = {name: row[name] for name in ("id", "code", "department", "versions")}
    if not row["is_live"]:
        yield Showing("items", ("state=RETIRED",), row["code"], card)
        return
    types = sorted({code for version in row["versions"] for code in version["service_types"]})
    facets = ("all", f"department={row['department']}", *(f"service_type={code}" for code in types))
    yield Showing("items", facets, row["code"], card)


def _desk(row: Row) -> Iterator[Showing]:
    own, state = row["department"], row["state"]
    facets = ("all", f"all:{state}", own, f"{own}:{state}")
    card: dict[str, Any] = {name: row[name] for name in DESK_CARD}
    yield Showing("item-desk", facets, f"{row['updated_at']}#{row['id']}", card)
    if state == "PROPOSED":
        yield waits("operator_publisher", "publish-item", None, card)
    elif state == "DRAFT":
        yield waits(f"dept={row['department_org']}", "finish-item", None, card)


SERVICE_ITEMS = Projection("item", apply, show, tally_item, reads_texts=True)
