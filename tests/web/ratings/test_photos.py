"""A resident adds photos to a rating by its link; nothing but the picture is left, and few may open it."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from chalicelib.kernel.actors import Role
from chalicelib.kernel.badges import badges_of
from infra.local.http_event import Answer
from infra.local.people import DemoPerson
from tests.factories.photos import GOLDEN, PNG, SECRET, as_taken
from tests.web.nominations.test_pages import parse
from tests.web.ratings.conftest import Hall, person_of
from tests.web.ratings.dumps import dump
from tests.web.ratings.order_desk import OrderDesk, everybody, rated_badly
from tests.web.ratings.test_privacy import Office, _mornings_after, _settle, rate
from tests.web.ratings.test_unasked import MATTER, register, ticket_of

TAKEN = as_taken(GOLDEN["baseline"])
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def send(hall: Hall, link: str, content: bytes = TAKEN) -> str:
    """Send a photo by the page's own form; return what the page that follows would add."""
    form = parse(hall.runtime.get(f"{link}/photos").text).find(".//form[@enctype='multipart/form-data']")
    assert form is not None
    fields = {one.attrib["name"]: one.attrib["value"] for one in form.findall(".//input[@type='hidden']")}
    visit = hall.runtime.visit()
    arrived = visit.get(visit.upload(form.attrib["action"], fields, content, "IMG_1.jpg").location)
    assert "照片已收到，还没有添加。" in arrived.text
    (file_id,) = re.findall(r'name="file_id" value="([^"]+)"', arrived.text)
    return str(file_id)


def add(hall: Hall, link: str, file_id: str) -> Answer:
    answer = hall.runtime.post_form(f"{link}/photos", {"file_id": file_id})
    hall.runtime.drain()
    return answer


def added(hall: Hall, link: str, content: bytes = TAKEN) -> str:
    """Send and add a photo; return the id of what is left of it."""
    file_id = send(hall, link, content)
    answer = add(hall, link, file_id)
    assert answer.status == 303, answer.text
    return file_id.replace("incoming/", "photos/")


def opened(hall: Hall, address: str, who: DemoPerson | None = None) -> bytes:
    answer = hall.runtime.get(address, as_=who)
    assert answer.status == 303, answer.text
    return hall.runtime.get(answer.location).body


def lying(hall: Hall) -> dict[str, bytes]:
    """Return every photo that lies anywhere, by bucket and key."""
    files = hall.runtime.house.files
    s3 = files._clients.s3  # type: ignore[attr-defined]
    found = {}
    for purpose in ("incoming", "photos"):
        for one in s3.list_objects_v2(Bucket=f"market-{purpose}").get("Contents", ()):
            body = s3.get_object(Bucket=f"market-{purpose}", Key=one["Key"])["Body"].read()
            found[f"{purpose}/{one['Key']}"] = body
    return found


@pytest.fixture
def office(hall: Hall) -> Office:
    return Office(hall)


def test_a_photo_is_added_without_script_and_only_its_picture_is_left_anywhere(hall: Hall) -> None:
    desk = rated_badly(hall, may_contact="true")
    begun = desk.tracking()

    file_id = send(hall, desk.link)
    page = hall.runtime.get(add(hall, desk.link, file_id).location)

    assert f'href="{desk.link}/photos"' in begun
    assert "<script" not in page.text
    assert "照片检查通过，已添加" in page.text
    assert lying(hall) == {file_id.replace("incoming/", "photos/"): GOLDEN["baseline"]}
    assert SECRET.decode() not in str(dump(hall))


def test_who_handles_supervises_or_reviews_opens_it_and_the_rated_clerk_and_others_do_not(hall: Hall) -> None:
    desk = rated_badly(hall, may_contact="true")
    added(hall, desk.link)
    other = next(one for one in everybody(Role.UNIT_HANDLER) if one.org != desk.handler.org)
    address = f"/orders/{desk.order_id}/photos/1"
    flagged = f"/staff/ratings/signals/{_rating_of(desk)}/photos/1"

    readers = (desk.handler, desk.head, desk.centre, desk.regulator, desk.reviewers[0])
    seen = {opened(hall, address, who) for who in readers}
    seen |= {opened(hall, flagged, who) for who in (desk.regulator, desk.reviewers[0])}
    refused = [hall.runtime.get(address, as_=who).status for who in (desk.clerk, other)]
    unit = [hall.runtime.get(flagged, as_=who).status for who in (desk.clerk, desk.head)]

    assert seen == {GOLDEN["baseline"]}
    assert refused == [403, 403]
    assert unit == [403, 403]
    assert hall.runtime.get(address).status in (302, 303, 401, 403)
    assert f'href="{address}"' in desk.page(desk.handler)
    assert hall.runtime.get(f"/orders/{desk.order_id}/photos/2", as_=desk.handler).status == 404
    assert desk.read(desk.handler)["photos"] == 1


def _rating_of(desk: OrderDesk) -> str:
    order = desk.hall.runtime.house.orders.find(desk.order_id)
    assert order
    return order.source_id


def test_a_handler_who_served_at_the_window_opens_no_photo(hall: Hall) -> None:
    handler = person_of(Role.UNIT_HANDLER)
    hall.serve(staff_id=next(badges_of(handler.subject)))
    link = hall.link()
    hall.answer(link, level="1")
    added(hall, link)
    (order,) = hall.runtime.get("/api/v1/orders", as_=person_of(Role.REGULATOR)).json()["items"]

    assert hall.runtime.get(f"/orders/{order['id']}/photos/1", as_=handler).status == 403


REFUSED = {
    "what is no photo": (b"%PDF-1.7\n", "只能发送 JPEG、PNG 或者 WebP 照片"),
    "what is damaged": (PNG[:-20], "照片文件有损坏"),
    "what is too large": (PNG + bytes(5 * 1024**2), "照片超过 5 MB"),
    "nothing": (b"", "文件是空的"),
    "a virus": (TAKEN + EICAR, "文件没有通过安全检查"),
}


@pytest.mark.parametrize("what", sorted(REFUSED))
def test_the_resident_reads_why_a_photo_is_refused_and_it_is_deleted(hall: Hall, what: str) -> None:
    content, why = REFUSED[what]
    link = rate(hall)

    answer = add(hall, link, send(hall, link, content))

    assert answer.status == 422
    assert why in answer.text
    assert "发送照片" in answer.text
    assert lying(hall) == {}


def test_a_photo_under_its_check_waits_and_is_added_later(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = rate(hall)
    file_id = send(hall, link)
    scanner = hall.runtime.house.files._scanner  # type: ignore[attr-defined]

    with monkeypatch.context() as patch:
        patch.setattr(type(scanner), "scan", lambda *_: "scanning")
        waiting = add(hall, link, file_id)

    assert "照片正在检查，还没有添加" in waiting.text
    assert f'value="{file_id}"' in waiting.text
    assert add(hall, link, file_id).status == 303


def test_three_are_enough_the_same_one_counts_once_and_one_can_be_removed(hall: Hall) -> None:
    link = rate(hall)
    late = send(hall, link)
    first, again = send(hall, link), None
    assert add(hall, link, first).status == 303
    again = add(hall, link, first)
    for name in ("png", "lossy"):
        added(hall, link, as_taken(GOLDEN[name]))

    fourth = add(hall, link, late)
    full = hall.runtime.get(f"{link}/photos").text
    photo = first.replace("incoming/", "photos/")
    removed = hall.runtime.post_form(f"{link}/photos/removal", {"photo": photo})

    assert again.status == 303
    assert fourth.status == 409
    assert "照片已经够了" in full
    assert "multipart/form-data" not in full
    assert removed.status == 303
    assert sorted(GOLDEN[name] for name in ("png", "lossy")) == sorted(
        body for name, body in lying(hall).items() if name.startswith("photos/")
    )
    assert "multipart/form-data" in hall.runtime.get(f"{link}/photos").text


def test_once_the_order_is_verified_no_photo_is_taken(hall: Hall) -> None:
    desk = rated_badly(hall, may_contact="true")
    file_id = send(hall, desk.link)
    desk.find()

    assert add(hall, desk.link, file_id).status == 409
    assert "现在不能再添加照片" in hall.runtime.get(f"{desk.link}/photos").text


def test_a_link_that_rated_nothing_shows_no_photos_and_takes_none(hall: Hall) -> None:
    hall.serve()
    link, body = hall.link(), {"file_id": "incoming/f_01KJZ8T3M4N5P6Q7R8S9TAVBWC"}

    assert hall.runtime.get(f"{link}/photos").status == 404
    assert hall.runtime.post_form(f"{link}/photos", body).status == 404
    assert hall.runtime.post_form("/r/0000000000000000/photos", body).status == 404


def test_a_rating_that_is_taken_back_leaves_no_photo(hall: Hall) -> None:
    desk = rated_badly(hall, may_contact="true")
    added(hall, desk.link)

    assert hall.runtime.post_form(f"{desk.link}/withdrawal", {}).status == 303
    assert lying(hall) == {}


def test_an_erased_person_leaves_no_photo_and_the_ledger_never_had_one(hall: Hall, office: Office) -> None:
    link = rate(hall)
    photo = added(hall, link)
    office.open()
    (case,) = office.take("copy", office.first).json()["cases"]

    office.erase()

    held = dump(hall)
    assert case["photos"] == 1
    assert lying(hall) == {}
    assert photo in held["ledger"]
    assert photo not in held["satisfaction"]


def test_photos_of_a_bad_rating_go_a_year_after_its_order_was_closed(hall: Hall) -> None:
    desk = rated_badly(hall, 101, may_contact="true")
    added(hall, desk.link)
    _settle(desk)

    _mornings_after(hall, 92)
    kept = lying(hall)
    _mornings_after(hall, 275)

    assert len(kept) == 1
    assert lying(hall) == {}


def test_photos_of_a_rating_without_a_case_go_after_ninety_days(hall: Hall) -> None:
    link = _rated_at_a_window(hall)
    added(hall, link)

    hall.runtime.advance(timedelta(days=88))
    kept = lying(hall)
    _mornings_after(hall, 5)

    assert len(kept) == 1
    assert lying(hall) == {}


def _rated_at_a_window(hall: Hall) -> str:
    window = register(hall)
    ticket = ticket_of(hall.runtime.get(f"/q/{window}").text)
    said = {"ticket": ticket, "matter": MATTER, "level": "5"}
    return urlsplit(hall.runtime.post_form(f"/q/{window}", said).location).path
