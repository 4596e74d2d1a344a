"""The service item and its versions (docs/rules.md §4.3, policy 二(二)5 "dynamic adjustment").

A version is written, proposed by its department, published by the operator and never changed afterwards. At
any instant at most one version is in force; the next may be published ahead with a later beginning.
"""

from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from chalicelib.domain.marketplace.service_items.checklist import ChecklistRecord
from chalicelib.domain.marketplace.service_items.content import ItemContent
from chalicelib.kernel.records import dataclass
from chalicelib.kernel.transitions import Move, TransitionTable


class ItemState(StrEnum):
    """Where a version stands."""

    DRAFT = "DRAFT"
    PROPOSED = "PROPOSED"
    PUBLISHED = "PUBLISHED"
    RETIRED = "RETIRED"


_S = ItemState
SERVICE_ITEM: TransitionTable[ItemState] = TransitionTable(
    "service-item",
    (
        Move(None, "drafted", _S.DRAFT, "department or operator reviewer"),
        Move(_S.DRAFT, "edited", _S.DRAFT, "department or operator reviewer"),
        Move(_S.DRAFT, "proposed", _S.PROPOSED, "department"),
        Move(_S.PROPOSED, "returned", _S.DRAFT, "operator publisher"),
        Move(_S.PROPOSED, "published", _S.PUBLISHED, "operator publisher"),
        Move(_S.PUBLISHED, "retired", _S.RETIRED, "department"),
    ),
)


@dataclass(frozen=True, slots=True)
class ItemVersion:
    """One version; it is in force from `effective_from` up to, not including, `effective_to`."""

    number: int
    state: ItemState
    content: ItemContent
    checklist: ChecklistRecord
    proposed_by: str = ""
    return_note: str = ""
    published_at: datetime | None = None
    published_by: str = ""
    effective_from: datetime | None = None
    effective_to: datetime | None = None

    def is_in_force_at(self, at: datetime) -> bool:
        """Tell whether the version governs at an instant."""
        if self.effective_from is None or at < self.effective_from:
            return False
        return self.effective_to is None or at < self.effective_to


@dataclass(frozen=True, slots=True)
class ServiceItem:
    """A service item (中介服务事项) by its identifier; `department` is the code of the one it belongs to.

    `turned_at` is the instant up to which every beginning and end is in the ledger.
    """

    id: str
    code: str
    department: str
    versions: tuple[ItemVersion, ...]
    turned_at: datetime | None = None

    @property
    def latest(self) -> ItemVersion:
        """The newest version, whatever its state."""
        return self.versions[-1]

    def version_at(self, at: datetime) -> ItemVersion | None:
        """Find the version that governs at an instant."""
        return next((version for version in self.versions if version.is_in_force_at(at)), None)

    def scheduled_at(self, at: datetime) -> ItemVersion | None:
        """Find the published version that is still to begin."""
        return next(
            (
                version
                for version in self.versions
                if version.state is ItemState.PUBLISHED
                and version.effective_from is not None
                and at < version.effective_from
            ),
            None,
        )


def with_latest(item: ServiceItem, version: ItemVersion) -> ServiceItem:
    """Put a version in the place of the newest one."""
    return replace(item, versions=(*item.versions[:-1], version))
