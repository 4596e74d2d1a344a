"""Take in ratings that were given on the provincial page, each once, however often it is sent (§0, §3).

A row names its code systems; everything wrong with all rows is said at once and then nothing is taken in. The
natural key is project, service and number of the assessment. A rating that is here already is told so and not
doubled; a bad one opens its order like any.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from chalicelib.domain.satisfaction.cases.served_case import ServedCase, Source, case_id
from chalicelib.domain.satisfaction.codes.channels import ReadChannel, read_channel
from chalicelib.domain.satisfaction.codes.levels import ReadLevel, read_level
from chalicelib.domain.satisfaction.invitations.importing import note_default, take_follow_up, take_rating
from chalicelib.domain.satisfaction.ratings.rating import Arrival, FollowUp, Rating
from chalicelib.domain.satisfaction.statistics.periods import is_late
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.clock import parse_instant
from chalicelib.kernel.errors import AlreadyExists, Conflict, FieldError, Invalid
from chalicelib.usecases.cases.take_in_case import case_errors, take_in_case
from chalicelib.usecases.invitations.answer_invitation import hash_of, rating_of
from chalicelib.usecases.invitations.plan_invitation import RATED
from chalicelib.usecases.ports import House, UnitOfWork
from chalicelib.usecases.work_orders.keeping import keep_words
from chalicelib.usecases.work_orders.open_order import open_for_rating

Row = Mapping[str, Any]
FIRST, LATER = 1, 2
ID_DIGITS = 32
RETIRED = "retired-indicator"
"""What old data may say and no new rating (evaluation.md §3.3)."""


def import_ratings(house: House, actor: Actor, rows: Sequence[Row]) -> list[str]:
    """Take rows in that were checked, first ratings before follow-ups; return what became of each.

    `imported`, `followed-up`, `default`, `unchanged` for a row that came before, `already-rated` for a rating
    that is here from elsewhere, `differs` for a case or a rating that came before with other facts.
    """
    outcomes = dict.fromkeys(range(len(rows)), "")
    for place in sorted(outcomes, key=lambda one: (rows[one]["assess_no"], one)):
        outcomes[place] = _take_in(house, actor, rows[place])
    return list(outcomes.values())


def row_errors(house: House, rows: Sequence[Row], now: datetime) -> Iterator[tuple[int, FieldError]]:
    """Yield everything that is wrong with rows beyond their schema, each with its place."""
    firsts = {_key(row)[:2] for row in rows if row.get("assess_no") == FIRST and _is_named(row)}
    for place, row in enumerate(rows):
        errors = [*_own_errors(house, row, now), *_case_errors(row, now)]
        yield from ((place, error) for error in errors)
        if not errors:
            yield from ((place, error) for error in _known_errors(house, row, firsts))


def _own_errors(house: House, row: Row, now: datetime) -> Iterator[FieldError]:
    level, channel = _read(row, "level"), _read(row, "channel")
    yield from (found for found in (level, channel) if isinstance(found, FieldError))
    is_default = _is_default(level, channel)
    if is_default and row.get("assess_no") == LATER:
        yield FieldError("/assess_no", "default-follow-up")
    given = row.get("indicators", ())
    if isinstance(level, ReadLevel) and level.level is not None and isinstance(given, list | tuple):
        most = house.rating_rules.load().rating.indicators_max
        errors = house.indicators.errors(given, level.level, most)
        yield from (error for error in errors if error.code != RETIRED)
    if (at := _instant(row.get("rated_at"))) is not None and at > now:
        yield FieldError("/rated_at", "in-the-future")


def _case_errors(row: Row, now: datetime) -> Iterator[FieldError]:
    case = row.get("case")
    if not isinstance(case, Mapping):
        return
    for name in ("project_no", "service_no"):
        if case.get(name) != row.get(name):
            yield FieldError(f"/case/{name}", "differs-from-row")
    yield from (
        FieldError(f"/case{error.pointer}", error.code, error.params) for error in case_errors(case, now)
    )


def _known_errors(house: House, row: Row, firsts: set[tuple[Any, Any]]) -> Iterator[FieldError]:
    """Yield what is wrong with a row because of what is here: no such case, or nothing to follow."""
    if not _is_named(row):
        return
    project_no, service_no, assess_no = _key(row)
    identifier = case_id(project_no, service_no)
    known, owner = house.transact(
        lambda uow, _: (uow.cases.find(identifier), uow.owner_of(RATED, identifier))
    )
    if known is None and "case" not in row:
        yield FieldError("/project_no", "case-missing")
    elif assess_no == LATER and owner is None and (project_no, service_no) not in firsts:
        yield FieldError("/assess_no", "no-first-rating")


def _take_in(house: House, actor: Actor, row: Row) -> str:
    identifier = case_id(row["project_no"], row["service_no"])
    if "case" in row:
        try:
            take_in_case(house, actor, row["case"], Source.FILE)
        except Conflict as error:
            if error.code != "case-differs":
                raise
            return "differs"

    def attempt(uow: UnitOfWork, now: datetime) -> str:
        case = uow.cases.load(identifier)
        if row["assess_no"] == LATER:
            return _follow_up(uow, actor, case, row)
        return _first(house, uow, actor, case, row, now)

    try:
        return house.transact(attempt)
    except AlreadyExists:  # another rating of the case came first: look again
        return house.transact(attempt)


def _first(house: House, uow: UnitOfWork, actor: Actor, case: ServedCase, row: Row, now: datetime) -> str:
    level, channel = _level(row), _channel(row)
    is_default = _is_default(level, channel)
    identifier, rules = name_of(house, row, is_default=is_default), house.rating_rules.load()
    at, said = parse_instant(row["rated_at"]), _said(row)
    before = uow.invitations.find(identifier)
    if before is not None:
        return "unchanged" if is_default or _is_same(before.rating, said, at) else "differs"
    if is_default:
        uow.invitations.add(note_default(identifier, case, now, rules), actor)
        return "default"
    if uow.owner_of(RATED, case.id) is not None:
        return "already-rated"
    arrival = Arrival(channel=int(channel.channel or 0))
    rating = rating_of(house, uow, said, arrival, hash_of(said), at)
    late = is_late(case.done_at or at, now, rules, house.calendar)
    answer = replace(rating.answer, is_anonymous=row.get("is_anonymous", True))
    rating = replace(rating, answer=answer, is_late=late)
    decision = take_rating(identifier, case, rating, now, rules)
    uow.invitations.add(decision, actor)
    uow.claim(RATED, case.id, identifier)
    open_for_rating(house, uow, decision.state, rating, now)
    return "imported"


def _follow_up(uow: UnitOfWork, actor: Actor, case: ServedCase, row: Row) -> str:
    owner = uow.owner_of(RATED, case.id)
    first = uow.invitations.find(owner) if owner else None
    if first is None or first.rating is None:
        return "already-rated"
    at, said = parse_instant(row["rated_at"]), _said(row)
    found = first.rating.follow_up
    if found is not None and found.is_imported:
        return "unchanged" if (found.at, found.body) == (at, hash_of(said)) else "differs"
    if found is not None:
        return "already-rated"
    words = keep_words(uow, f"RATING#{first.rating.id}", said["text"]) if said["text"] else None
    ref = words.ref if words else None
    later = FollowUp(said["level"], at, ref, is_imported=True, body=hash_of(said))
    try:
        uow.invitations.save(take_follow_up(first, later), actor)
    except Conflict:
        return "already-rated"
    return "followed-up"


def _said(row: Row) -> dict[str, Any]:
    """Return what a row says, in the form in which a page of ours would send it."""
    return {
        "level": int(_level(row).level or 0),
        "indicators": row.get("indicators", ()),
        "text": row.get("text", ""),
    }


def _is_same(rating: Rating | None, said: dict[str, Any], at: datetime) -> bool:
    """Tell whether a rating that is here says what a row says."""
    return rating is not None and (rating.at, rating.body) == (at, hash_of(said))


def name_of(house: House, row: Row, *, is_default: bool) -> str:
    """Name an imported rating by its natural key, under a key of ours: no link can be guessed from it."""
    kind = "default" if is_default else "rating"
    value = f"{row['project_no']}|{row['service_no']}|{row['assess_no']}|{kind}"
    return house.sealing.fingerprint("imported-rating", value)[:ID_DIGITS]


def _is_named(row: Row) -> bool:
    return isinstance(row.get("project_no"), str) and isinstance(row.get("service_no"), int)


def _level(row: Row) -> ReadLevel:
    return read_level(row["level"]["code"], row["level"]["code_system"])


def _channel(row: Row) -> ReadChannel:
    return read_channel(row["channel"]["code"], row["channel"]["code_system"])


def _key(row: Row) -> tuple[Any, Any, Any]:
    return row.get("project_no"), row.get("service_no"), row.get("assess_no")


def _read(row: Row, name: str) -> ReadLevel | ReadChannel | FieldError | None:
    """Return what a declared code means, or what is wrong with it; None where it cannot be read at all."""
    given = row.get(name)
    if not isinstance(given, Mapping) or not {"code", "code_system"} <= given.keys():
        return None
    read = read_level if name == "level" else read_channel
    try:
        return read(given["code"], given["code_system"])
    except Invalid as error:
        found = error.errors[0]
        return FieldError(f"/{name}", found.code, found.params)


def _is_default(*read: ReadLevel | ReadChannel | FieldError | None) -> bool:
    return any(isinstance(one, ReadLevel | ReadChannel) and one.is_default for one in read)


def _instant(given: Any) -> datetime | None:
    try:
        return parse_instant(given)
    except (TypeError, ValueError):
        return None
