"""The workbench: what waits for a person by deadline, figures, messages, ways on (pages §3)."""

from collections.abc import Iterable, Mapping, Set
from dataclasses import field
from datetime import datetime
from typing import Any

from chalicelib.kernel.actors import Role
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.clock import parse_instant
from chalicelib.kernel.records import dataclass
from chalicelib.usecases.ports import Card
from chalicelib.web.labels.messages import message_address
from chalicelib.web.views.course import Course, course_of_first
from chalicelib.web.views.plain import plain

AGENTS_WORK: Set[str] = {
    "finish-draft",
    "correct",
    "correct-amendment",
    "renotice",
    "sign-contract",
    "choose",
}
ADMINS_WORK: Set[str] = {"confirm-contract", "answer-change", "approve-choice"}
"""What an organisation's agents write, and what its administrator answers for (docs/rules.md §5)."""


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing to do: a code of the labels `todo`, about what, where, until when, at which step."""

    code: str
    about: str
    href: str
    until: datetime | None = None
    course: Course | None = None


@dataclass(frozen=True, slots=True)
class Tile:
    """One figure that leads to its list; `label` is a marked text, `state` a notice state instead of one."""

    value: int
    href: str
    label: str = ""
    state: str = ""


@dataclass(slots=True)
class Bench:
    """A workbench as its page shows it; several roles of one person add up."""

    todos: list[Todo] = field(default_factory=list)
    tiles: list[Tile] = field(default_factory=list)
    messages: list[dict[str, Any]] | None = None
    """The newest; None where only the way to them is shown."""
    shortcuts: list[tuple[str, str]] = field(default_factory=list)
    may_draft: bool = False
    matching: list[dict[str, Any]] = field(default_factory=list)
    matching_data: list[Json] = field(default_factory=list)
    may_match: bool = False
    """Whether the person's agency has asked for a service type, so that open notices can be shown."""

    def add(self, other: "Bench") -> None:
        """Take in what another role has to do."""
        self.todos += other.todos
        self.tiles += other.tiles
        self.shortcuts += [link for link in other.shortcuts if link not in self.shortcuts]
        self.may_draft = self.may_draft or other.may_draft
        self.matching += other.matching
        self.matching_data += other.matching_data
        self.may_match = self.may_match or other.may_match

    def by_deadline(self) -> list[Todo]:
        """Return the things to do, the most urgent first, those without a deadline behind them."""
        timed = sorted((todo for todo in self.todos if todo.until), key=lambda todo: str(todo.until))
        return [*timed, *(todo for todo in self.todos if not todo.until)]


def others_work(roles: Set[Role]) -> Set[str]:
    """Return the codes of what others of the organisation have to do and the person cannot."""
    is_agent = not roles.isdisjoint({Role.OWNER_AGENT, Role.AGENCY_AGENT})
    is_admin = not roles.isdisjoint({Role.OWNER_ADMIN, Role.AGENCY_ADMIN})
    return (ADMINS_WORK if not is_admin else set()) | (AGENTS_WORK if not is_agent else set())


def todo_of(data: Mapping[str, Json], code: str, href: str, first_at: str = "") -> Todo:
    """Return one card as a thing to do; `first_at` is the notice's state where the reader stands first."""
    about = str(data.get("title") or data.get("name") or data.get("import_no") or "")
    at = data.get("until_at")
    due_at = parse_instant(str(at)) if at else None
    return Todo(code, about, href, due_at, course_of_first(first_at))


def message_rows(cards: Iterable[Card]) -> list[dict[str, Any]]:
    """Return stored messages as a page lists them."""
    return [
        {
            "message": card.data,
            "at": parse_instant(card.sort.split("#", 1)[0]),
            "href": message_address(card.data),
        }
        for card in cards
    ]


def todo_json(todo: Todo) -> dict[str, Json]:
    """Return one thing to do as the API gives it."""
    step = todo.course.step if todo.course else None
    return {
        "code": todo.code,
        "about": todo.about,
        "href": todo.href,
        "until": plain(todo.until),
        "step": step,
    }


def message_items(cards: Iterable[Card]) -> list[Json]:
    """Return stored messages as the API gives them: codes and figures, no words."""
    return [
        {**plain_message(row["message"]), "at": plain(row["at"]), "href": row["href"]}
        for row in message_rows(cards)
    ]


def plain_message(message: Mapping[str, Json]) -> dict[str, Json]:
    """Return a message's code and figures."""
    return {"code": message["code"], "params": message.get("params", {})}
