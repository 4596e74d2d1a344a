"""What is left of a photo is its picture (ADR 0096); when one may be added and taken away (§4, §7.12)."""

import zlib
from dataclasses import replace
from datetime import timedelta
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.satisfaction.invitations.answering import withdraw
from chalicelib.domain.satisfaction.invitations.invitation import Invitation
from chalicelib.domain.satisfaction.photos.cleaning import UnfitPhotoError
from chalicelib.domain.satisfaction.photos.photo import Photo
from chalicelib.domain.satisfaction.photos.photographing import add_photo, may_add_photo, remove_photo
from chalicelib.domain.satisfaction.work_orders.states import OrderState
from chalicelib.gateways.photos import PhotoGrammars
from chalicelib.gateways.photos.turning import turn_of, turned
from chalicelib.kernel.errors import Conflict
from tests.factories.notices import MONDAY
from tests.factories.photos import BASELINE, GOLDEN, PNG, SECRET, TRANSPARENT, a_png, as_taken, chunk, segment
from tests.factories.ratings import an_invitation
from tests.factories.work_orders import IN_EVERY_STATE, rules_of

RULES = rules_of()
clean = PhotoGrammars().clean


@pytest.mark.parametrize("name", sorted(GOLDEN))
def test_a_photo_that_is_nothing_but_a_picture_stays_byte_for_byte(name: str) -> None:
    assert clean(GOLDEN[name]).content == GOLDEN[name]


@pytest.mark.parametrize("name", sorted(GOLDEN))
def test_of_a_photo_as_a_telephone_writes_it_the_picture_is_left_and_nothing_else(name: str) -> None:
    taken = as_taken(GOLDEN[name])

    assert SECRET in taken
    assert clean(taken).content == GOLDEN[name]


@pytest.mark.parametrize("order", ["big", "little"])
def test_a_photo_taken_upright_is_shown_upright_and_tells_nothing_more(
    order: Literal["big", "little"],
) -> None:
    def field(tag: int, kind: int, value: bytes) -> bytes:
        parts = (
            tag.to_bytes(2, order),
            kind.to_bytes(2, order),
            (1).to_bytes(4, order),
            value.ljust(4, b"\0"),
        )
        return b"".join(parts)

    fields = field(0x010F, 2, b"ACME") + field(0x0112, 3, (6).to_bytes(2, order))
    head = {"big": b"MM\0*", "little": b"II*\0"}[order] + (8).to_bytes(4, order) + (2).to_bytes(2, order)
    exif = segment(0xE1, b"Exif\0\0" + head + fields + bytes(4) + SECRET)

    cleaned = clean(BASELINE[:20] + exif + BASELINE[20:]).content

    assert cleaned == BASELINE[:20] + segment(0xE1, turned(6)) + BASELINE[20:]
    assert clean(cleaned).content == cleaned


@given(st.binary(max_size=60))
def test_no_exif_is_too_broken_to_be_left_out(rest: bytes) -> None:
    assert turn_of(b"Exif\0\0MM\0*" + rest) in {None, *range(2, 9)}


def test_the_type_is_what_the_content_says() -> None:
    types = {name: clean(photo).media_type for name, photo in GOLDEN.items()}

    assert set(types.values()) == {"image/jpeg", "image/png", "image/webp"}
    assert types["progressive"] == "image/jpeg"
    for other in (b"%PDF-1.7\n", b"GIF89a", b"\0\0\0\x18ftypheic", b"<svg/>", b"MZ", b""):
        with pytest.raises(UnfitPhotoError, match="photo-type-not-allowed"):
            clean(other)


POINTS = zlib.compress((b"\0" + b"\x80" * 2) * 2)
HUGE = (60_000).to_bytes(2, "big") * 2
NOT_UNDERSTOOD = {
    "an arithmetic frame": BASELINE.replace(b"\xff\xc0", b"\xff\xc9"),
    "no frame": BASELINE.replace(b"\xff\xc0", b"\xff\xfe"),
    "no end": BASELINE[:-2],
    "a table with more behind it": BASELINE[:20] + segment(0xDB, bytes(65) + SECRET) + BASELINE[20:],
    "codes with more behind them": BASELINE[:20] + segment(0xC4, bytes(17) + SECRET) + BASELINE[20:],
    "a restart with more behind it": BASELINE[:20] + segment(0xDD, bytes(2) + SECRET) + BASELINE[20:],
    "a million segments": BASELINE[:20] + segment(0xFE, b"") * 10_000 + BASELINE[20:],
    "a million chunks": PNG[:33] + chunk(b"tEXt", b"") * 10_000 + PNG[33:],
    "no points": BASELINE.replace(b"\x08\0\x08\0\x08", b"\x08\0\0\0\0"),
    "a wrong sum": PNG[:-1] + b"\0",
    "no points at all": a_png(points=b""),
    "too few points": a_png(side=3, points=POINTS),
    "bytes behind the points": a_png(points=POINTS + SECRET),
    "more points than the picture has": a_png(points=zlib.compress(bytes(6) + SECRET)),
    "points that cannot be unpacked": a_png(points=SECRET),
    "points that break off": a_png(points=POINTS[:-5]),
    "a chunk that must be understood": PNG[:33] + chunk(b"SECR", SECRET) + PNG[33:],
    "a long transparency": PNG[:33] + chunk(b"tRNS", bytes(257)) + PNG[33:],
    "two headers": PNG[:33] + PNG[8:33] + PNG[33:],
    "a moving picture": b"RIFF\x10\0\0\0WEBPANIM\4\0\0\0\0\0\0\0",
    "a transparent picture without width": TRANSPARENT.replace(b"\x2a\x08\0", b"\x2a\0\0"),
    "nothing drawn": b"RIFF\x04\0\0\0WEBP",
}


@pytest.mark.parametrize("what", sorted(NOT_UNDERSTOOD))
def test_what_is_not_understood_is_refused(what: str) -> None:
    with pytest.raises(UnfitPhotoError, match="photo-unreadable"):
        clean(NOT_UNDERSTOOD[what])


@pytest.mark.parametrize(
    "huge",
    [
        BASELINE.replace(b"\x08\0\x08\0\x08", b"\x08" + HUGE),
        a_png(side=60_000, points=POINTS),
    ],
)
def test_a_picture_that_claims_to_be_huge_is_refused_before_it_is_unpacked(huge: bytes) -> None:
    with pytest.raises(UnfitPhotoError, match="photo-too-many-pixels"):
        clean(huge)


def test_an_interlaced_picture_is_counted_in_its_passes() -> None:
    lines = [(1, 1), (1, 1), (2, 1), (1, 2), (3, 1), (2, 3), (5, 2)]
    packed = zlib.compress(b"".join((b"\0" + bytes(wide)) * high for wide, high in lines))

    assert clean(a_png(side=5, points=packed, interlacing=1)).content.count(packed) == 1


@given(st.sampled_from(sorted(GOLDEN)), st.data())
def test_whatever_is_changed_in_a_photo_what_is_taken_is_clean_already(
    name: str, data: st.DataObject
) -> None:
    taken = as_taken(GOLDEN[name])
    at = data.draw(st.integers(0, len(taken)))
    cut = data.draw(st.integers(0, 40))
    put = data.draw(st.binary(max_size=40))

    try:
        left = clean(taken[:at] + put + taken[at + cut :]).content
    except UnfitPhotoError:
        return

    assert clean(left).content == left


def a_photo(number: int = 1, days: int = 0) -> Photo:
    return Photo(f"photos/f_{number}", "image/jpeg", 100, MONDAY + timedelta(days=days))


def with_photos(count: int, level: int = 5) -> Invitation:
    invitation = an_invitation()
    assert invitation.rating
    answer = replace(invitation.rating.answer, level=level)
    photos = tuple(a_photo(number) for number in range(count))
    return replace(invitation, rating=replace(invitation.rating, answer=answer, photos=photos))


def test_three_photos_are_taken_and_no_fourth() -> None:
    third = add_photo(with_photos(2), a_photo(3), None, RULES)

    assert third.event.data["photos"] == 3
    with pytest.raises(Conflict, match="no-photos-taken"):
        add_photo(third.state, a_photo(4), None, RULES)


def test_a_good_rating_takes_photos_for_thirty_days() -> None:
    assert add_photo(with_photos(0), a_photo(days=29), None, RULES).state.rating
    with pytest.raises(Conflict, match="no-photos-taken"):
        add_photo(with_photos(0), a_photo(days=30), None, RULES)


def test_a_bad_rating_takes_photos_until_its_order_is_verified() -> None:
    rating = with_photos(0, level=1).rating
    assert rating
    later = MONDAY + timedelta(days=1)

    takes = {state for state, order in IN_EVERY_STATE.items() if may_add_photo(rating, order(), later, RULES)}

    assert {OrderState.CREATED, OrderState.DISPATCHED, OrderState.SIGNED} <= takes
    assert not takes & {OrderState.VERIFIED, OrderState.RECTIFYING, OrderState.FEEDBACK_SENT}
    assert not any(state.startswith(("CLOSED", "ANNULLED")) for state in takes)


def test_a_photo_is_taken_away_at_any_time_and_once() -> None:
    left = remove_photo(with_photos(2), "photos/f_0")

    assert left
    assert left.state.rating
    assert [one.id for one in left.state.rating.photos] == ["photos/f_1"]
    assert remove_photo(left.state, "photos/f_0") is None


def test_a_rating_that_is_taken_back_takes_its_photos_along_and_gets_no_more() -> None:
    gone = withdraw(with_photos(2), MONDAY).state

    assert gone.rating
    assert gone.rating.photos == ()
    with pytest.raises(Conflict, match="rating-ended"):
        add_photo(gone, a_photo(), None, RULES)
