"""What is stored compressed is read back, also what an earlier release wrote."""

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.store.blob_words import WORDS
from chalicelib.store.blobs import pack, pack_small, unpack

INVITATION = '{"id":"ab","case":"c_1","mode":"SMS","state":"SCHEDULED","profile":"SD-WF","text":"很好"}'


@given(st.text())
def test_any_text_comes_back_as_it_was(text: str) -> None:
    stored = '{"said":' + repr(text) + "}"

    assert unpack(pack_small(stored)) == stored
    assert unpack(pack(stored, 0)) == stored


def test_the_words_that_items_share_cost_next_to_nothing() -> None:
    assert len(pack_small(INVITATION)) < len(INVITATION.encode()) * 0.7


def test_what_is_shorter_plain_stays_plain() -> None:
    assert pack_small('{"n":1}') == '{"n":1}'


def test_a_dictionary_that_items_were_written_with_never_changes() -> None:
    digests = {number: hashlib.sha256(words).hexdigest()[:16] for number, words in WORDS.items()}

    assert digests == {"1": "86885361e39852f9"}
