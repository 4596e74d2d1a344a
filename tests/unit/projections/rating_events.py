"""Random lives of cases, ratings and work orders as ledger entries, and what they count for, counted anew.

The second implementation knows nothing of rows and columns: it looks at each whole life once and asks of it
what evaluation.md §5 asks.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from chalicelib.domain.decisions import Event
from chalicelib.domain.ledger import Entry, Head, append, head_of
from chalicelib.kernel.actors import SYSTEM
from chalicelib.kernel.clock import CHINA, format_instant

CAME: tuple[dict[str, Any], ...] = (
    {"channel": 3},
    {"channel": 7},
    {"channel": 5, "sub_channel": "PAPER_FORM"},
)
TASKS = ("T1", "T:2#")
"""The second holds what the names of counters are put together with."""
UNITS = ("11370700DEM000001A", "11370700DEM000002B")
START = datetime(2026, 1, 1, 9, tzinfo=CHINA)
Places = Mapping[tuple[str, str], Counter[str]]


@dataclass(frozen=True)
class Life:
    """One aggregate's facts in order; `kind` is that of its chain."""

    kind: str
    name: str
    events: tuple[tuple[str, dict[str, Any], datetime], ...]

    def entries(self) -> list[Entry]:
        chain: list[Entry] = []
        aggregate = f"{self.kind.upper()}#{self.name}"
        for event, data, at in self.events:
            head = head_of(chain[-1]) if chain else Head()
            chain.append(append(head, aggregate, self.kind, Event(event, data), SYSTEM, at))
        return chain


@st.composite
def cases(draw: st.DrawFn, name: str) -> Life:
    """A case that is accepted and, mostly, done."""
    about = _about(draw)
    first = ("case.accepted", {k: v for k, v in about.items() if k != "done_at"}, START)
    done = ("case.completed", about, START)
    return Life("case", name, draw(st.sampled_from([(first,), (done,), (first, done)])))


@st.composite
def invitations(draw: st.DrawFn, name: str) -> Life:
    """An invitation that was suppressed, sent in vain, rated by default, or answered with some fate."""
    about = _about(draw)
    if draw(st.integers(0, 5)) == 0:
        return Life("invitation", name, (("invitation.default_noted", {**about, "is_default": True}, START),))
    reason = draw(st.sampled_from(["", "NO_PHONE", "CAP_REACHED"]))
    if reason:
        return Life("invitation", name, (("invitation.suppressed", {**about, "reason": reason}, START),))
    rating = {
        **about,
        "level": draw(st.integers(1, 5)),
        **draw(
            st.sampled_from([{"channel": 3}, {"channel": 7}, {"channel": 5, "sub_channel": "PAPER_FORM"}])
        ),
        "indicators": draw(st.sampled_from([[], ["510"]])),
        "rated_at": format_instant(START),
        "case": draw(st.sampled_from(["", "c-1"])),
        "late": draw(st.booleans()),
    }
    steps = ["scheduled", *draw(st.sampled_from([[], ["sent"], ["sent", "send_refused"]]))]
    fates = [[], ["answered"], ["answered", "rating_withdrawn"], ["answered", "rating_invalidated"]]
    again = ["answered", "rating_invalidated", "rating_reinstated"]
    later = {**rating, "follow_up_level": draw(st.integers(1, 5))}
    told = [(f"invitation.{one}", rating, START) for one in draw(st.sampled_from([*fates, again]))]
    if told and draw(st.booleans()):
        told.insert(1, ("invitation.rating_followed_up", later, START))
    return Life("invitation", name, (*((f"invitation.{one}", about, START) for one in steps), *told))


@st.composite
def orders(draw: st.DrawFn, name: str) -> Life:
    """A work order that stopped anywhere on its way."""
    opened = START + timedelta(days=draw(st.integers(0, 70)))
    due, redo = opened + timedelta(days=7), opened + timedelta(days=20)
    unit = draw(st.sampled_from(UNITS))
    reaches = draw(st.booleans())

    def fact(
        event: str, state: str, due_at: datetime = due, **more: Any
    ) -> tuple[str, dict[str, Any], datetime]:
        dues = dict.fromkeys(("dispatch", "sign", "contact", "verify", "feedback"), format_instant(opened))
        dues["rectify"] = format_instant(due_at)
        about = {
            "wo_no": f"HP-{name}",
            "task_code": "T1",
            "region": "370700",
            "level": 1,
            "unit_calls": False,
        }
        base = {**about, "unit": unit, "state": state, "contactable": reaches, "dues": dues, "cards": []}
        return f"order.{event}", {**base, **more}, opened

    card = {"kind": "RED", "step": "rectify", "due_at": format_instant(due)}
    late = draw(st.booleans())
    result = draw(st.sampled_from(["SATISFIED", "NEUTRAL", "NOT_SATISFIED", "NOT_REACHED"]))
    way = [
        fact("created", "CREATED"),
        fact("signed", "SIGNED"),
        *([fact("red_carded", "SIGNED", cards=[card])] if late else []),
        fact("rectified", "RECTIFIED", in_time=not late),
        fact("revisited", "REVISITED", result=result),
        fact("reopened", "REOPENED", redo),
        fact("rectified", "RECTIFIED", redo, in_time=True),
    ]
    taken = way[: draw(st.integers(1, len(way)))]
    verdict = draw(st.sampled_from(["", "", "appeal_rejected", "appeal_upheld"]))
    if verdict:
        upheld = verdict == "appeal_upheld"
        state = "ANNULLED" if upheld else taken[-1][1]["state"]
        said = {"state": state, "cards": [], "appeal": "UPHELD_UNIT" if upheld else "REJECTED"}
        taken.append((f"order.{verdict}", {**taken[-1][1], **said}, opened))
    if draw(st.booleans()) and all("result" not in data for _, data, _ in taken) and not verdict:
        taken.append(fact("closed", "CLOSED_OK", result="NOT_CONTACTABLE"))
    return Life("order", name, tuple(taken))


def counted_anew(lives: Sequence[Life]) -> dict[tuple[str, str], dict[str, int]]:
    """Return every count that is not nought by unit and month, under the names of the tally."""
    found: dict[tuple[str, str], Counter[str]] = {}

    def add(unit: str, at: datetime, name: str, number: int = 1) -> None:
        month = at.astimezone(CHINA).strftime("%Y-%m")
        found.setdefault((unit, month), Counter())[name] += number

    for life in lives:
        names = [event for event, _, _ in life.events]
        last = life.events[-1][1]
        if life.kind == "case" and "case.completed" in names:
            add(last["unit"], datetime.fromisoformat(last["done_at"]), "completed")
        elif life.kind == "invitation":
            _rating(life, add)
        elif life.kind == "order":
            _order(life, add)
    return {place: {name: n for name, n in counts.items() if n} for place, counts in found.items()}


def ways_anew(lives: Sequence[Life]) -> Counter[tuple[str, str, str, str]]:
    """Count by year, unit, matter and way: `c` for completed services, else how a rating in force came in."""
    found: Counter[tuple[str, str, str, str]] = Counter()
    for life in lives:
        names = [event for event, _, _ in life.events]
        last = life.events[-1][1]
        if life.kind == "case" and "case.completed" in names:
            found[_year(last), last["unit"], last["task_code"], "c"] += 1
        elif names[-1] in _IN_FORCE and last["case"]:
            way = "p" if last.get("sub_channel") else str(last["channel"])
            found[_year(last), last["unit"], last["task_code"], way] += 1
    return found


def _year(data: Mapping[str, Any]) -> str:
    return datetime.fromisoformat(data["done_at"]).astimezone(CHINA).strftime("%Y")


_IN_FORCE = ("invitation.answered", "invitation.rating_reinstated", "invitation.rating_followed_up")


def _rating(life: Life, add: Any) -> None:
    names, last = [event for event, _, _ in life.events], life.events[-1][1]
    done = datetime.fromisoformat(last["done_at"])
    if "invitation.default_noted" in names:
        add(last["unit"], done, "defaults")
    if "invitation.answered" not in names:
        return
    standing = {"withdrawn": "withdrawn", "invalidated": "invalidated"}
    fate = standing.get(names[-1].rpartition("_")[2], "effective")
    apart = "" if last["case"] and not last["late"] else "late" if last["case"] else "unmatched"
    if apart:
        fate = apart if fate == "effective" else ""
    if fate:
        add(last["unit"], done, f"{fate}_{last['level']}")
    seconds = [data["follow_up_level"] for _, data, _ in life.events if "follow_up_level" in data]
    if fate == "effective" and seconds:
        add(last["unit"], done, "follow_ups")
        add(last["unit"], done, "follow_up_change", seconds[0] - last["level"])


def _order(life: Life, add: Any) -> None:
    events = {event.removeprefix("order."): data for event, data, _ in life.events}
    unit, opened = life.events[-1][1]["unit"], life.events[0][2]
    if events.keys() & {"appeal_upheld", "appeal_rejected"}:
        add(unit, opened, "appeals")
    if "appeal_upheld" in events:
        add(unit, opened, "appeals_upheld")
        return
    names = [event for event, _, _ in life.events if "appeal" not in event]
    was_reopened = "order.reopened" in names
    since = names[names.index("order.reopened") :] if was_reopened else names
    is_mended = "order.rectified" in since
    was_missed = "order.red_carded" in names
    in_time = is_mended and not was_missed
    time_of = life.events[0 if was_missed else -1][1]
    due = datetime.fromisoformat(time_of["dues"]["rectify"]) - timedelta(seconds=1)
    if is_mended or was_missed:
        add(unit, due, "orders_fell_due")
        add(unit, opened, "orders_created_and_due")
    add(unit, due, "orders_rectified_on_time", int(in_time))
    add(unit, opened, "orders_rectified", int(is_mended))
    can_reach = life.events[0][1]["contactable"]
    add(unit, opened, "orders_contactable", int(can_reach))
    result = "" if was_reopened else events.get("revisited", {}).get("result", "")
    answered = result in ("SATISFIED", "NEUTRAL", "NOT_SATISFIED")
    add(unit, opened, "orders_revisited", int(can_reach and answered))
    add(unit, opened, "orders_revisit_failed", int(can_reach and result == "NOT_REACHED"))
    add(unit, opened, "orders_revisit_answered", int(answered))
    add(unit, opened, "orders_revisit_satisfied", int(result == "SATISFIED"))


def _about(draw: st.DrawFn) -> dict[str, Any]:
    done = START + timedelta(hours=draw(st.integers(0, 24 * 70)))
    hall = draw(st.sampled_from(["", "H1", "H2"]))
    task = draw(st.sampled_from(TASKS))
    return {
        "unit": draw(st.sampled_from(UNITS)), "hall": hall, "staff": "W-1", "done_at": format_instant(done),
        "task_code": task, "task_name": f"事项：{task}",
    }  # fmt: skip


@st.composite
def lives(draw: st.DrawFn) -> list[Life]:
    """Any number of lives side by side."""
    makers = draw(st.lists(st.sampled_from([cases, invitations, orders]), min_size=1, max_size=25))
    return [draw(make(f"x{number}")) for number, make in enumerate(makers)]
