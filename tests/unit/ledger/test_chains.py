from dataclasses import replace

import pytest

from chalicelib.domain.decisions import Event
from chalicelib.domain.ledger import (
    GENESIS,
    Entry,
    Fault,
    Finding,
    Head,
    append,
    head_of,
    merkle_root,
    verify_chain,
)
from chalicelib.kernel.actors import SYSTEM
from chalicelib.kernel.canonical import canonical_json, digest, sha256_hex
from tests.factories.notices import MONDAY

NAME = "NOTICE#n_1"


def chain(length: int, name: str = NAME) -> dict[int, Entry]:
    """Return a whole chain by its places."""
    entries: dict[int, Entry] = {}
    head = Head()
    for place in range(1, length + 1):
        entry = append(head, name, "notice", Event("notice.edited", {"step": place}), SYSTEM, MONDAY)
        entries[place], head = entry, head_of(entry)
    return entries


def forged(entry: Entry, **changes: object) -> Entry:
    """Return an entry with other facts and a hash that fits them."""
    changed = replace(entry, **changes)
    fields = {name: getattr(changed, name) for name in Entry.__slots__ if name != "hash"}
    return replace(changed, hash=digest(fields))


def faults_of(entries: dict[int, Entry], head: Head) -> list[tuple[int, Fault]]:
    return [(found.seq, found.fault) for found in verify_chain(entries, head, NAME)]


@pytest.mark.parametrize("length", [0, 1, 2, 7])
def test_a_whole_chain_has_no_fault(length: int) -> None:
    entries = chain(length)

    assert verify_chain(entries, head_of(entries[length]) if length else Head(), NAME) == []


def test_the_first_entry_names_the_genesis_as_its_predecessor() -> None:
    assert chain(1)[1].prev == GENESIS


@pytest.mark.parametrize("place", [1, 3, 5])
@pytest.mark.parametrize(
    "change",
    [
        {"data": canonical_json({"step": 99})},
        {"type": "notice.withdrawn"},
        {"at": "2026-01-01T00:00:00.000Z"},
        {"actor": "somebody"},
        {"org": "another"},
        {"kind": "agency"},
        {"seq": 9},
        {"prev": "0" * 63 + "1"},
        {"hash": "f" * 64},
        {"aggregate": "NOTICE#n_2"},
    ],
)
def test_an_altered_entry_is_named_whatever_was_altered(place: int, change: dict[str, object]) -> None:
    entries = chain(5)
    head = head_of(entries[5])
    entries[place] = replace(entries[place], **change)

    assert faults_of(entries, head) == [(place, Fault.ALTERED)]


@pytest.mark.parametrize("place", [1, 3, 5])
def test_an_altered_entry_is_named_even_if_its_hash_was_made_to_fit(place: int) -> None:
    entries = chain(5)
    head = head_of(entries[5])
    entries[place] = forged(entries[place], data=canonical_json({"step": 99}))

    assert faults_of(entries, head) == [(place, Fault.ALTERED)]


def test_a_tail_that_was_rewritten_and_rechained_is_named_from_where_it_begins() -> None:
    entries = chain(5)
    head = head_of(entries[5])
    entries[4] = forged(entries[4], data=canonical_json({"step": 99}))
    entries[5] = forged(entries[5], prev=entries[4].hash)

    assert (5, Fault.ALTERED) in faults_of(entries, head)


@pytest.mark.parametrize("place", [1, 3])
def test_a_missing_entry_is_named_and_nothing_else(place: int) -> None:
    entries = chain(5)
    head = head_of(entries[5])
    del entries[place]

    assert faults_of(entries, head) == [(place, Fault.MISSING)]


def test_entries_cut_off_at_the_end_are_named() -> None:
    entries = chain(5)
    head = head_of(entries[5])
    del entries[4], entries[5]

    assert faults_of(entries, head) == [(4, Fault.CUT_OFF), (5, Fault.CUT_OFF)]


def test_a_chain_of_which_nothing_is_left_is_cut_off_from_its_beginning() -> None:
    head = head_of(chain(2)[2])

    assert faults_of({}, head) == [(1, Fault.CUT_OFF), (2, Fault.CUT_OFF)]


def test_entries_behind_the_head_are_extra() -> None:
    entries = chain(5)

    assert faults_of(entries, head_of(entries[3])) == [(4, Fault.EXTRA), (5, Fault.EXTRA)]
    assert faults_of(chain(1), Head()) == [(1, Fault.EXTRA)]


def test_several_faults_of_one_chain_are_all_named() -> None:
    entries = chain(6)
    head = head_of(entries[6])
    entries[7] = replace(entries[6], seq=7)
    entries[2] = replace(entries[2], actor="somebody")
    del entries[4]

    assert verify_chain(entries, head, NAME) == [
        Finding(NAME, 2, Fault.ALTERED),
        Finding(NAME, 4, Fault.MISSING),
        Finding(NAME, 7, Fault.EXTRA),
    ]


def test_an_entry_below_a_gap_that_does_not_follow_its_predecessor_is_named() -> None:
    entries = chain(5)
    head = head_of(entries[5])
    del entries[4]
    entries[3] = forged(entries[3], prev="1" * 64)

    assert faults_of(entries, head) == [(3, Fault.ALTERED), (4, Fault.MISSING)]


def test_a_merkle_root_follows_rfc_6962() -> None:
    one, two, three = ("aa" * 32, "bb" * 32, "cc" * 32)
    leaves = [sha256_hex(b"\x00" + bytes.fromhex(leaf)) for leaf in (one, two, three)]
    pair = sha256_hex(b"\x01" + bytes.fromhex(leaves[0]) + bytes.fromhex(leaves[1]))

    assert merkle_root([]) == sha256_hex(b"")
    assert merkle_root([one]) == leaves[0]
    assert merkle_root([one, two]) == pair
    assert merkle_root([one, two, three]) == sha256_hex(
        b"\x01" + bytes.fromhex(pair) + bytes.fromhex(leaves[2])
    )


def test_a_merkle_root_tells_order_number_and_content_apart() -> None:
    one, two, three = ("aa" * 32, "bb" * 32, "cc" * 32)
    roots = [
        merkle_root(leaves)
        for leaves in (
            [one, two],
            [two, one],
            [one],
            [one, two, three],
            [one, two, two],
            [one, two, three, three],
        )
    ]

    assert len(set(roots)) == len(roots)
