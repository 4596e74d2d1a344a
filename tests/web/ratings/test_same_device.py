"""The system counts how often a device rated what nobody received; nobody says it in its place (§2.4)."""

from datetime import timedelta

from chalicelib.kernel.actors import Role
from tests.web.ratings.conftest import Hall, person_of
from tests.web.ratings.order_desk import REASON, OrderDesk, rated_badly
from tests.web.ratings.test_unasked import rate, register


def unserved(hall: Hall, times: int) -> OrderDesk:
    """Rate at a window's code, without a served case, so many times; return the order of the last one."""
    point = register(hall)
    for _ in range(times):
        assert rate(hall, f"/q/{point}", level="1").status == 303
        hall.runtime.advance(timedelta(seconds=2))
    page = hall.runtime.get("/api/v1/orders", as_=person_of(Role.REGULATOR)).json()
    return OrderDesk(hall, "", page["items"][0]["id"])


def test_three_ratings_of_one_device_without_a_service_are_a_sign_of_malice(hall: Hall) -> None:
    desk = unserved(hall, 3)
    desk.appeal("MALICIOUS")

    shown = desk.read(desk.reviewers[0])
    page = desk.page(desk.reviewers[0], "/vote")
    first = desk.take(desk.reviewers[0], "vote", decision="uphold", reason=REASON, criteria=["SAME_DEVICE"])

    assert shown["same_device"] == {"count": 3, "least": 3, "holds": True}
    assert "达到 3 次" in page
    assert "几个邻居用同一型号的手机" in page  # a reviewer knows what was counted, and what it does not prove
    assert first.status == 200
    assert desk.read(desk.handler)["same_device"] is None


def test_two_are_none_whatever_the_unit_says(hall: Hall) -> None:
    desk = unserved(hall, 2)
    desk.appeal("MALICIOUS")

    page = desk.page(desk.reviewers[0])
    refused = desk.take(desk.reviewers[0], "vote", decision="uphold", reason=REASON, criteria=["SAME_DEVICE"])

    assert "评价了 2 次，不到 3 次" in page
    assert refused.json()["errors"] == [
        {**refused.json()["errors"][0], "pointer": "/criteria", "code": "same-device-too-few"}
    ]


def test_a_rating_of_a_service_that_was_received_is_never_counted(hall: Hall) -> None:
    unserved(hall, 3)
    desk = rated_badly(hall, may_contact="true")
    desk.appeal("MALICIOUS")

    assert desk.read(desk.reviewers[0])["same_device"]["count"] == 0
