from datetime import date, datetime, timedelta

import pytest

from chalicelib.domain.digests import (
    ChainHead,
    DayDigest,
    extra_entries,
    from_event,
    heads_after,
    may_close,
    root_of,
)
from chalicelib.domain.ledger import Fault, Finding
from chalicelib.kernel.clock import CHINA

DAY = date(2026, 3, 9)
ENTRIES = (
    ChainHead("NOTICE#n_2", 1, "cc" * 32),
    ChainHead("NOTICE#n_1", 3, "aa" * 32),
    ChainHead("NOTICE#n_1", 4, "bb" * 32),
)


def test_a_day_keeps_the_last_entry_of_each_chain_in_the_order_of_names() -> None:
    heads = heads_after(ENTRIES)

    assert heads == (ENTRIES[2], ENTRIES[0])
    assert heads_after(reversed(ENTRIES)) == heads


@pytest.mark.parametrize(
    "changed",
    [
        ChainHead("NOTICE#n_1", 4, "bd" * 32),
        ChainHead("NOTICE#n_1", 5, "bb" * 32),
        ChainHead("N", 4, "bb" * 32),
    ],
)
def test_a_root_changes_with_name_number_or_hash_of_any_head(changed: ChainHead) -> None:
    assert root_of([changed, ENTRIES[0]]) != root_of([ENTRIES[2], ENTRIES[0]])


def test_an_entry_that_the_digest_does_not_know_is_extra() -> None:
    heads = [ChainHead("NOTICE#n_1", 3, "aa" * 32)]

    assert extra_entries(ENTRIES, heads) == [
        Finding("NOTICE#n_2", 1, Fault.EXTRA),
        Finding("NOTICE#n_1", 4, Fault.EXTRA),
    ]


def test_a_digest_comes_back_from_its_ledger_entry() -> None:
    digest = DayDigest(DAY, "aa" * 32, 2, 3, "bb" * 32)

    assert from_event(digest.to_event().data) == digest


def test_a_day_may_be_closed_a_quarter_of_an_hour_after_its_midnight_in_china() -> None:
    settled = datetime(2026, 3, 10, 0, 15, tzinfo=CHINA)

    assert may_close(DAY, settled)
    assert not may_close(DAY, settled - timedelta(milliseconds=1))
