"""Files are what their first bytes say, small enough, and unseen until scanned."""

import pytest

from chalicelib.domain.marketplace.agencies import drafting
from chalicelib.domain.marketplace.agencies.files import MAX_SIZE_BYTES, ScanState, sniff_type
from chalicelib.kernel.actors import SYSTEM
from chalicelib.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from tests.factories.agencies import OPENED_AT, admin, draft_agency, stored_file


@pytest.mark.parametrize(
    ("first_bytes", "media_type"),
    [
        (b"%PDF-1.4\n", "application/pdf"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n\x00", "image/png"),
        (b"\x89PNG", None),
        (b"GIF89a", None),
        (b"MZ\x90\x00", None),
        (b"PK\x03\x04", None),
        (b"<html><script>", None),
        (b" %PDF-1.4", None),
        (b"", None),
    ],
)
def test_the_type_is_what_the_first_bytes_prove(first_bytes, media_type):
    assert sniff_type(first_bytes) == media_type


def attach(file):
    return drafting.attach_file(draft_agency(), file, admin(), OPENED_AT).state


def test_twenty_megabytes_are_taken_and_one_byte_more_is_not():
    assert attach(stored_file("new", size_bytes=20 * 1024 * 1024)).file("new")
    assert MAX_SIZE_BYTES == 20 * 1024 * 1024

    with pytest.raises(Invalid) as refused:
        attach(stored_file("new", size_bytes=20 * 1024 * 1024 + 1, media_type="text/html", sha256="x"))

    codes = {error.code for error in refused.value.errors}
    assert codes == {"file-too-large", "file-type-not-allowed", "not-a-sha256"}


def test_a_file_is_unseen_until_the_gateway_has_passed_it_whatever_the_uploader_claims():
    agency = attach(stored_file("new", scan=ScanState.CLEAN))
    assert not agency.file("new").is_visible

    passed = drafting.record_scan(agency, "new", ScanState.CLEAN, SYSTEM).state
    assert passed.file("new").is_visible

    infected = drafting.record_scan(agency, "new", ScanState.INFECTED, SYSTEM).state
    assert not infected.file("new").is_visible


def test_only_the_gateway_speaks_about_a_file_and_only_once():
    agency = attach(stored_file("new"))

    with pytest.raises(Forbidden, match="not-the-system"):
        drafting.record_scan(agency, "new", ScanState.CLEAN, admin())
    with pytest.raises(NotFound):
        drafting.record_scan(agency, "other", ScanState.CLEAN, SYSTEM)
    infected = drafting.record_scan(agency, "new", ScanState.INFECTED, SYSTEM).state
    with pytest.raises(Conflict, match="already-scanned"):
        drafting.record_scan(infected, "new", ScanState.CLEAN, SYSTEM)
