"""Windows, paper forms and the monitor over the API: the same as on their pages."""

from chalicelib.kernel.actors import Role
from tests.web.ratings.conftest import PHONE, Hall, person_of
from tests.web.ratings.test_unasked import MATTER

POINTS = "/api/v1/points"


def registered(hall: Hall) -> str:
    unit = person_of(Role.UNIT_HANDLER).org
    body = {"unit": unit.uscc, "unit_name": unit.name, "hall": "H1", "hall_name": "市政务服务中心"}
    sent = {**body, "window": "12", "matters": f"{MATTER} 建设工程规划许可证核发"}
    answer = hall.runtime.post_json(POINTS, sent, as_=hall.centre)
    assert answer.status == 201, answer.text
    code: str = answer.json()["id"]
    return code


def test_a_window_is_registered_listed_and_closed(hall: Hall) -> None:
    code = registered(hall)
    listed = hall.runtime.get_json(POINTS, as_=hall.centre).json()
    closed = hall.runtime.post_json(f"{POINTS}/{code}/close", {}, as_=hall.centre).json()

    assert [one["id"] for one in listed["items"]] == [code]
    assert closed["closed_at"]
    assert hall.runtime.get_json(POINTS, as_=hall.centre).json()["count"] == 0
    assert hall.runtime.get_json(f"{POINTS}/{code}", as_=hall.centre).json()["closed_at"]
    assert hall.runtime.get_json(POINTS, as_=person_of(Role.CLERK)).status == 403


def test_a_paper_form_is_entered_once(hall: Hall) -> None:
    body = {"form_no": "MYD-1", "window": f"{registered(hall)}|{MATTER}", "level": 4}

    first, again = (hall.runtime.post_json("/api/v1/paper-forms", body, as_=hall.centre) for _ in range(2))
    other = hall.runtime.post_json("/api/v1/paper-forms", {**body, "level": 1}, as_=hall.centre)

    assert (first.status, first.json()["is_new"]) == (201, True)
    assert (again.status, again.json()["is_new"]) == (200, False)
    assert other.json()["type"] == "/problems/paper-form-entered"


def test_the_monitor_is_read_page_by_page_without_anybodys_number(hall: Hall) -> None:
    for number in range(1, 4):
        hall.serve(number, phone="")
    hall.serve(4)
    monitor = "/api/v1/invitations"

    first = hall.runtime.get_json(f"{monitor}?facet=state%3DSUPPRESSED&limit=2", as_=hall.centre).json()
    rest = hall.runtime.get_json(first["next"], as_=person_of(Role.REGULATOR)).json()
    sent = hall.runtime.get_json(f"{monitor}?facet=state%3DSENT", as_=hall.centre).json()["items"][0]
    one = hall.runtime.get_json(f"{monitor}/{sent['id']}", as_=hall.centre)
    gone = hall.runtime.post_json(
        f"{monitor}/{sent['id']}/revoke", {"reason": "wrong-phone"}, as_=hall.centre
    )

    assert (first["count"], len(first["items"]), len(rest["items"])) == (3, 2, 1)
    assert one.json()["template"] == "LINK/0"
    assert PHONE not in one.text
    assert gone.json()["state"] == "REVOKED"
