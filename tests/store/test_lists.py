from datetime import timedelta

from chalicelib.kernel.canonical import canonical_json
from chalicelib.kernel.paging import PageRequest
from chalicelib.store import keys
from chalicelib.store.inbox import Inbox
from chalicelib.store.reporting import ReportingStore
from chalicelib.usecases.ports import ListPage
from chalicelib.usecases.projection_ports import CardChange, RowChange, RowsMovedError
from infra.local.capacity import meter
from tests.factories.notices import MONDAY
from tests.store.shop import Shop, insist
from tests.store.weather import Weather

PARTITION = keys.facet(1, "notices", "state=PUBLISHED")
CARD = {
    "title": "滨河路改造工程测绘服务" * 4,
    "owner_name": "滨河建设投资有限公司",
    "state": "PUBLISHED",
    "n": "x" * 300,
}


def show(shop: Shop, numbers: range) -> None:
    """Put cards into the list, 30 a transaction, each in two facets."""
    store = ReportingStore(shop.tables)
    for start in range(numbers.start, numbers.stop, 30):
        chunk = range(start, min(start + 30, numbers.stop))
        changes = [
            RowChange(
                "notice", f"n_{number}", 0, 1, {}, (_card("all", number), _card("state=PUBLISHED", number))
            )
            for number in chunk
        ]
        deltas = {("notices", "all"): len(chunk), ("notices", "state=PUBLISHED"): len(chunk)}
        commit_once(store, changes, deltas)


def commit_once(store: ReportingStore, changes: list[RowChange], deltas: dict[tuple[str, str], int]) -> None:
    """Commit rows, and after a collision look first whether they are there, as the projector does."""
    for _ in range(20):
        try:
            return store.commit(1, changes, deltas)
        except RowsMovedError:
            rows = store.rows(1, [(change.kind, change.identifier) for change in changes])
            if all(row.seq for row in rows.values()):
                return None
    raise AssertionError("never first")


def _card(facet: str, number: int) -> CardChange:
    return CardChange("notices", facet, f"{number:08d}", {**CARD, "number": number})


def fill(shop: Shop, size: int) -> None:
    """Bring one facet up to a size, past the projector."""
    model = shop.tables.reporting
    with model.batch_write() as batch:
        for number in range(100, size):
            batch.save(model(PARTITION, f"{number:08d}", data=canonical_json({**CARD, "number": number})))


def numbers(page: ListPage) -> list[int]:
    return [card.data["number"] for card in page.cards]


def test_a_list_is_read_page_by_page_newest_first_and_every_card_once(shop: Shop, weather: Weather) -> None:
    show(shop, range(45))
    seen: list[int] = []
    cursor = None

    with weather.blowing():
        for _ in range(3):
            page = insist(lambda at=cursor: shop.lists.page("notices", "all", PageRequest(20, at)))
            seen += numbers(page)
            cursor = page.next

    assert seen == list(range(44, -1, -1))
    assert cursor is None


def test_a_list_read_oldest_first_begins_with_the_first_card(shop: Shop) -> None:
    show(shop, range(5))

    assert numbers(shop.lists.page("notices", "all", PageRequest(2), newest_first=False)) == [0, 1]


def test_a_last_page_that_is_full_promises_no_other(shop: Shop) -> None:
    show(shop, range(20))

    assert shop.lists.page("notices", "all", PageRequest(20)).next is None
    assert shop.lists.page("notices", "nothing=here", PageRequest(20)) == ListPage((), None)


def test_a_card_that_comes_while_somebody_reads_neither_repeats_nor_hides_another(shop: Shop) -> None:
    show(shop, range(40))
    first = shop.lists.page("notices", "all", PageRequest(20))
    show(shop, range(40, 45))

    second = shop.lists.page("notices", "all", PageRequest(20, first.next))

    assert numbers(first) + numbers(second) == list(range(39, -1, -1))


def test_counts_are_exact_and_can_be_asked_for_by_prefix(shop: Shop) -> None:
    show(shop, range(45))

    assert shop.lists.counts("notices") == {"all": 45, "state=PUBLISHED": 45}
    assert shop.lists.counts("notices", "state=") == {"state=PUBLISHED": 45}
    assert shop.lists.counts("nothing") == {}


def test_a_page_costs_two_queries_and_the_same_at_a_hundred_and_at_ten_thousand_rows(shop: Shop) -> None:
    costs = []
    show(shop, range(100))
    for size in (100, 10_000):
        fill(shop, size)
        lists = shop.lists
        lists.generation()
        with meter() as usage:
            page = lists.page("notices", "state=PUBLISHED", PageRequest(20))
            lists.counts("notices")
        assert len(page.cards) == 20
        costs.append((usage.calls, usage.rcu))

    assert costs[0] == costs[1]
    assert costs[0][0] == 2
    assert costs[0][1] <= 5


def test_a_message_is_kept_once_and_the_newest_is_read_first(shop: Shop, weather: Weather) -> None:
    inbox = Inbox(shop.tables)

    with weather.blowing():
        for number in (0, 1, 1, 2):
            at = MONDAY + timedelta(minutes=number)
            insist(
                lambda at=at, n=number: inbox.put("role:supervisor", f"NOTICE#n_{n}#1", at, {"code": f"{n}"})
            )

    page = inbox.page("role:supervisor", PageRequest(2))
    rest = inbox.page("role:supervisor", PageRequest(2, page.next))
    assert [card.data["code"] for card in (*page.cards, *rest.cards)] == ["2", "1", "0"]
    assert rest.next is None
    assert inbox.page("role:owner", PageRequest(2)).cards == ()
