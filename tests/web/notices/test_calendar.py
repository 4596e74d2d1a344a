"""One's own deadlines as a calendar: a secret address that its owner makes, replaces and ends."""

from datetime import datetime

from icalendar import Calendar, Component

from chalicelib.domain.marketplace.notices.timeline import publication_of
from chalicelib.kernel.actors import Role
from infra.local.people import DemoPerson
from infra.local.runtime import Runtime
from tests.factories.agencies import SURVEY
from tests.factories.notices import lowest_content
from tests.web.notices.conftest import Desk, person
from tests.web.notices.test_prices import town_of


def made(runtime: Runtime, who: DemoPerson) -> str:
    """Make an address over the API and return its path."""
    answer = runtime.post_json("/api/v1/calendar", {}, as_=who)
    assert answer.status == 201
    return "/calendar/" + answer.json()["address"].split("/calendar/")[1]


def events(runtime: Runtime, path: str) -> list[Component]:
    answer = runtime.get(path)
    assert answer.status == 200
    assert dict(answer.headers)["Content-Type"].startswith("text/calendar")
    return list(Calendar.from_ical(answer.text).walk("VEVENT"))


def test_what_waits_with_a_deadline_is_in_the_calendar_and_leads_to_its_page(desk: Desk) -> None:
    runtime = desk.runtime
    desk.submit()
    runtime.drain()
    path = made(runtime, desk.reviewer)

    (event,) = events(runtime, path)

    todo = runtime.get_json("/api/v1/workbench", as_=desk.reviewer).json()["todos"][0]
    assert event.decoded("dtend") == datetime.fromisoformat(todo["until"])
    assert str(event["url"]).endswith(todo["href"])
    assert todo["about"] in str(event["summary"])
    assert str(event["uid"]) == str(events(runtime, path)[0]["uid"])


def test_a_new_address_ends_the_old_one_and_an_ended_one_is_gone(desk: Desk) -> None:
    runtime = desk.runtime
    first = made(runtime, desk.reviewer)
    page = runtime.post_form("/account/calendar", {}, as_=desk.reviewer)
    assert page.status == 200
    second = "/calendar/" + page.text.split("/calendar/")[1].split("<")[0]

    assert runtime.get(first).status == 404
    assert runtime.get(second).status == 200
    assert second not in runtime.get("/account/calendar", as_=desk.reviewer).text
    runtime.post_form("/account/calendar/end", {}, as_=desk.reviewer)

    assert runtime.get(second).status == 404
    assert runtime.get("/calendar/" + "A" * 43 + ".ics").status == 404


def test_signing_out_everywhere_ends_the_address(desk: Desk) -> None:
    path = made(desk.runtime, desk.reviewer)

    desk.runtime.post_json("/api/v1/sign-out-everywhere", {}, as_=desk.reviewer)

    assert desk.runtime.get(path).status == 404


def test_no_calendar_tells_of_a_registration_before_the_opening(desk: Desk) -> None:
    runtime, town = desk.runtime, town_of(desk)
    agent = person(Role.AGENCY_AGENT)
    town.settle_agency(agent.org.uscc)
    town.anchor()
    notice = town.publish(lowest_content(service_type=SURVEY))
    path = made(runtime, agent)
    before = runtime.get(path).text
    town.quote(agent.org.uscc, notice, 40_000_00)
    runtime.drain()

    assert publication_of(notice).closes_at > runtime.now()
    assert [str(one["summary"]) for one in Calendar.from_ical(before).walk("VEVENT")] == [
        str(one["summary"]) for one in events(runtime, path)
    ]
