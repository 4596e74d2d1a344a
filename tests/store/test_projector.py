import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.decisions import Decision, Event
from chalicelib.domain.marketplace.notices import publication, review
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.state import NoticeState
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.errors import Unavailable
from chalicelib.projections.notices import NOTICES
from chalicelib.projections.projector import Projector
from chalicelib.projections.quotes import QUOTES
from chalicelib.projections.rebuild import rebuild
from chalicelib.store.catalogues import CatalogueShelves
from chalicelib.store.ledger_items import LedgerReader
from chalicelib.store.reading import Texts
from chalicelib.store.reporting import ReportingStore
from chalicelib.usecases.projection_ports import RowsMovedError
from infra.local.capacity import meter
from infra.local.faults import AnswerLost, NeverArrived
from infra.local.injector import faults
from infra.local.streams import new_records, shaken
from tests.factories.notices import (
    CALENDAR,
    CLOSES_AT,
    MONDAY,
    PUBLISHER,
    REVIEWER,
    draw_terms,
    make_content,
    rules,
)
from tests.store.shop import OWNER, PREFIX, REGION, Segments, Shop, at_once, insist, put_quote
from tests.store.weather import Weather

TYPES = ("surveying", "cost", "bidding")
OPEN = ("notices", "state=PUBLISHED")
"""Counted for the home page, without cards."""

STEPS = ("drafted", "submitted", "passed", "published")


@pytest.fixture
def projector(shop: Shop) -> Projector:
    return make_projector(shop)


def make_projector(shop: Shop) -> Projector:
    projections = {"notice": NOTICES, "quote": QUOTES}
    return Projector(LedgerReader(shop.tables), ReportingStore(shop.tables), Texts(shop.tables), projections)


SEGMENTS = Segments()
"""Of all tests: what is named by its content is nobody's own."""


def shelves_of(shop: Shop) -> CatalogueShelves:
    return CatalogueShelves(shop.tables, SEGMENTS)


def life(number: int) -> Iterator[Decision[Notice]]:
    """Yield the first four decisions of a notice, made by the rules themselves."""
    owner = f"91370700MA3C{number % 5:04d}X7"
    agent = Actor("owner-agent", owner, frozenset({Role.OWNER_AGENT}))
    content = make_content(service_type=TYPES[number % 3])
    draft = Notice(f"n_{number}", owner, NoticeState.DRAFT, content, agent.person, MONDAY)
    yield Decision(draft, Event("notice.drafted", {"owner": owner, "state": "DRAFT"}))
    decision = review.submit(draft, f"ZJ-{number:06d}", agent, MONDAY, rules(), CALENDAR)
    yield decision
    decision = review.pass_review(decision.state, (), REVIEWER, MONDAY, rules(), CALENDAR)
    yield decision
    yield publication.publish(decision.state, draw_terms(), PUBLISHER, MONDAY, rules(), CALENDAR)


def write(shop: Shop, decision: Decision[Notice]) -> None:
    def attempt(uow: Any, _: Any) -> None:
        present = uow.notices.find(decision.state.id)
        (uow.notices.save if present else uow.notices.add)(decision, OWNER)

    shop.clock.now += timedelta(seconds=1)
    shop.transact(attempt)


def live(shop: Shop, numbers: range, steps: int = len(STEPS)) -> None:
    """Let notices go through their first steps, one step of all before the next."""
    lives = [list(life(number))[:steps] for number in numbers]
    for step in range(steps):
        for decisions in lives:
            write(shop, decisions[step])


def hints(shop: Shop, after: str | None = None) -> list[dict[str, Any]]:
    return new_records(REGION, f"{PREFIX}-ledger", after, 10_000)


def aggregates(records: list[dict[str, Any]]) -> list[str]:
    return [record["dynamodb"]["Keys"]["pk"]["S"] for record in records]


def assert_exact(shop: Shop, published: int) -> None:
    """Check every figure against what happened, and every figure against its cards."""
    counts = shop.lists.counts("notices")
    assert counts["all"] == counts["state=PUBLISHED"] == published
    store = ReportingStore(shop.tables)
    rows = store.dump(store.generation()[0])
    cards = [place for place in rows if place[0].startswith("LIST#")]
    for (partition, facet), (number, _) in rows.items():
        list_name = partition.removeprefix("COUNTS#")
        is_of_cards = partition.startswith("COUNTS#") and (list_name, facet) != OPEN
        if is_of_cards and not list_name.startswith("notice:"):
            assert number == sum(place == f"LIST#{list_name}#{facet}" for place, _ in cards)


@pytest.mark.parametrize("seed", range(4))
def test_records_repeated_reordered_and_split_give_the_same_rows_and_exact_figures(
    shop: Shop, projector: Projector, seed: int
) -> None:
    live(shop, range(12))
    shop.transact(lambda uow, _: uow.gates.open("n_1", CLOSES_AT))
    for number in range(9):
        put_quote(shop, "n_1", f"A{number}")

    for batch in shaken(hints(shop), seed):
        projector.catch_up(aggregates(batch))

    assert_exact(shop, 12)
    assert shop.queries.notice("n_1").registered == 9
    assert shop.lists.row("notice", "n_3")["state"] == "PUBLISHED"


def test_records_that_come_while_more_is_written_give_exact_figures(shop: Shop, storm: Weather) -> None:
    projector = make_projector(shop)
    seen: str | None = None

    with storm.blowing():
        for start in range(0, 12, 4):
            lives = [list(life(number)) for number in range(start, start + 4)]
            for decisions in lives:
                for decision in decisions:
                    insist(lambda each=decision: _write_once(shop, each))
            records = hints(shop, seen)
            for batch in shaken(records, start):
                insist(lambda each=batch: projector.catch_up(aggregates(each)))
            seen = records[-1]["dynamodb"]["SequenceNumber"]

    assert_exact(shop, 12)


def _write_once(shop: Shop, decision: Decision[Notice]) -> None:
    """Write a decision unless an earlier, unanswered try had got through."""

    def attempt(uow: Any, _: Any) -> None:
        present = uow.notices.find(decision.state.id)
        if present is None:
            uow.notices.add(decision, OWNER)
        elif present.state is not decision.state.state or present.review != decision.state.review:
            uow.notices.save(decision, OWNER)

    shop.transact(attempt)


@pytest.mark.parametrize("projectors", [2, 5])
def test_projectors_that_race_for_the_same_records_count_everything_once(shop: Shop, projectors: int) -> None:
    live(shop, range(30))
    wanted = aggregates(hints(shop))

    answers = at_once(lambda: insist(lambda: _patiently(shop, wanted)) for _ in range(projectors))

    assert not [answer for answer in answers if isinstance(answer, Exception)]
    assert_exact(shop, 30)


def _patiently(shop: Shop, wanted: list[str]) -> int:
    """Do a batch as the stream does: again when the projector gives it back."""
    for _ in range(10):
        try:
            return make_projector(shop).catch_up(wanted)
        except RowsMovedError:
            continue
    raise AssertionError("never first")


def test_a_projector_that_dies_between_two_transactions_loses_and_doubles_nothing(
    shop: Shop, projector: Projector
) -> None:
    live(shop, range(40))
    wanted = aggregates(hints(shop))

    for lost in range(3):
        with faults(NeverArrived(on="TransactWriteItems", probability=0.5), seed=lost):
            try:
                projector.catch_up(wanted)
            except Unavailable:
                continue
    projector.catch_up(wanted)

    assert_exact(shop, 40)


def test_a_settling_whose_answer_was_lost_counts_once(shop: Shop, projector: Projector) -> None:
    live(shop, range(40))

    with faults(AnswerLost(on="TransactWriteItems", probability=0.7), seed=1):
        insist(lambda: projector.catch_up(aggregates(hints(shop))))

    assert_exact(shop, 40)


def test_a_title_is_in_the_row_even_if_a_replica_lags(
    shop: Shop, projector: Projector, weather: Weather
) -> None:
    drafted = next(iter(life(1)))
    facts = {**drafted.event.data, "text_hash": "h1"}

    def attempt(uow: Any, _: Any) -> None:
        if uow.notices.find("n_1") is None:
            uow.notices.add(Decision(drafted.state, Event("notice.drafted", facts)), OWNER)
            uow.publish_text("h1", {"title": "滨河路测绘", "owner_name": "建设公司"})

    with weather.blowing():
        insist(lambda: shop.transact(attempt))
        insist(lambda: projector.catch_up(["NOTICE#n_1"]))

    assert shop.lists.row("notice", "n_1")["title"] == "滨河路测绘"


def test_a_rebuild_gives_what_the_projector_has_given_and_flips_the_pointer(
    shop: Shop, projector: Projector
) -> None:
    live(shop, range(25))
    projector.catch_up(aggregates(hints(shop)))

    assert rebuild(projector, shelves_of(shop), batch_size=7) is True

    store = ReportingStore(shop.tables)
    assert store.generation() == (2, None)
    assert store.dump(1) == store.dump(2) != {}
    assert_exact(shop, 25)


def test_a_rebuild_while_the_projector_keeps_writing_misses_nothing(shop: Shop) -> None:
    live(shop, range(10))
    projector = make_projector(shop)
    projector.catch_up(aggregates(hints(shop)))
    stop = threading.Event()

    def keep_writing() -> int:
        number = 10
        while not stop.is_set() and number < 60:
            live(shop, range(number, number + 1))
            _patiently(shop, [f"NOTICE#n_{number}"])
            number += 1
        return number

    def rebuild_meanwhile() -> bool:
        try:
            return rebuild(make_projector(shop), shelves_of(shop), batch_size=3)
        finally:
            stop.set()

    written, equal = at_once([keep_writing, rebuild_meanwhile])

    assert isinstance(written, int)
    assert isinstance(equal, bool)
    assert_exact(shop, written)
    assert rebuild(projector, shelves_of(shop)) is True
    assert_exact(shop, written)


def test_a_rebuild_mends_rows_that_were_wrong_and_says_so(shop: Shop, projector: Projector) -> None:
    live(shop, range(3))
    projector.catch_up(aggregates(hints(shop)))
    model = shop.tables.reporting
    model("G1#COUNTS#notices", "all").update(actions=[model.seq.add(5)])

    assert rebuild(projector, shelves_of(shop)) is False
    assert_exact(shop, 3)


def test_a_rebuild_that_was_killed_is_begun_anew_and_leaves_nothing_behind(
    shop: Shop, projector: Projector
) -> None:
    live(shop, range(3))
    projector.catch_up(aggregates(hints(shop)))
    store = ReportingStore(shop.tables)
    store.point(1, 2)
    projector.project(2, ["NOTICE#n_1"])

    assert rebuild(projector, shelves_of(shop)) is True
    assert store.generation() == (3, None)
    assert store.dump(2) == {}
    rebuild(projector, shelves_of(shop))
    assert store.dump(1) == {}
    assert_exact(shop, 3)


def _listed(shop: Shop) -> set[tuple[str, str, int]]:
    """Return list, key and number of the newest rows of the catalogues in which notices stand."""
    shelves = shelves_of(shop)
    return {(name, new.key, new.seq) for name in ("notices", "open") for new in shelves.look(1, name).news}


def written_units(shop: Shop, projector: Projector, wanted: list[str]) -> tuple[float, float]:
    """Return the write units an event costs for rows and counters, and for list cards apart."""
    store = ReportingStore(shop.tables)
    before, listed = store.dump(1), _listed(shop)
    with meter() as usage:
        projector.catch_up(wanted)
    after = store.dump(1)
    cards = {place for place in before.keys() | after.keys() if place[0].startswith("LIST#")}
    changed = sum(before.get(place) != after.get(place) for place in cards)
    changed += len(_listed(shop) - listed)
    return (usage.wcu - 2 * changed) / len(wanted), 2 * changed / len(wanted)


@pytest.mark.slow
def test_a_batch_of_a_hundred_steps_costs_at_most_four_units_an_event_beside_its_cards(
    shop: Shop, projector: Projector
) -> None:
    lives = [list(life(number)) for number in range(100)]
    wanted = [f"NOTICE#n_{number}" for number in range(100)]

    for step in range(len(STEPS)):
        for decisions in lives:
            write(shop, decisions[step])
        rows_and_counters, cards = written_units(shop, projector, wanted)

        assert rows_and_counters <= 4
        assert cards <= 26


def test_a_batch_of_a_hundred_quotes_costs_little_more_than_their_rows(
    shop: Shop, projector: Projector
) -> None:
    shop.transact(lambda uow, _: uow.gates.open("n_1", CLOSES_AT))
    wanted = [f"QUOTE#{put_quote(shop, 'n_1', f'A{number}').id}" for number in range(100)]

    rows_and_counters, cards = written_units(shop, projector, wanted)

    assert rows_and_counters <= 2.2
    assert cards == 0


def test_a_batch_that_is_repeated_writes_nothing(shop: Shop, projector: Projector) -> None:
    live(shop, range(5))
    wanted = aggregates(hints(shop))
    projector.catch_up(wanted)

    with meter() as usage:
        projector.catch_up(wanted)

    assert usage.wcu == 0
