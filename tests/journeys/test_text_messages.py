"""Texts beside the inbox: chosen, in their hours, once, and never at the cost of the inbox."""

from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest

from chalicelib.domain.marketplace.messages.groups import Group
from chalicelib.domain.marketplace.messages.quiet import Quiet
from chalicelib.entrypoints.events import enqueue_due
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.errors import Unavailable
from chalicelib.kernel.paging import PageRequest
from chalicelib.usecases.deliver_message import deliver_message
from chalicelib.usecases.messages.change_settings import Wish, change_settings
from infra.local.outbox import Letter
from infra.local.people import find_person
from infra.local.runtime import Runtime
from infra.local.tables import read_tables
from infra.local.telephones import TEXT, Telephones
from tests.factories.agencies import SURVEY
from tests.factories.notices import ADMIN, OWNER, REVIEWER, china, lowest_content
from tests.journeys.steps import Town, uscc

MOBILE = "13812345678"
WISH = Wish(texts=(Group.TODO, Group.DECISION, Group.OTHER), alerts=True, quiet=None, mobile=MOBILE)


def anything(_version: int) -> None:
    """Accept every version."""


def want(town: Town, actor: Actor = ADMIN, **changes) -> None:
    change_settings(town.house, actor, replace(WISH, **changes), anything)


def texts(runtime: Runtime) -> list[Letter]:
    return [letter for letter in runtime.outbox.letters() if letter.channel == TEXT]


def message(code: str = "notice-returned", event: str = "NOTICE#n_1#3", **params) -> dict:
    named = {"notice_no": "ZJ-370700-2026-000042"} | params
    at = "2026-03-09T02:00:00.000Z"
    return {"to": f"org:{OWNER}", "code": code, "event": event, "at": at, "params": named}


def send(town: Town, runtime: Runtime, body: dict, times: int = 1) -> None:
    for number in range(times):
        town.house.queues.send("messages", "g", f"{body['event']}{body['code']}{number}", body)
        runtime.drain()


def inbox(town: Town, recipient: str = f"org:{OWNER}") -> list[str]:
    return [str(one.data["code"]) for one in town.house.inbox.page(recipient, PageRequest(limit=50)).cards]


def test_by_day_a_wanted_message_is_in_the_inbox_and_on_the_phone_once(town: Town, runtime: Runtime) -> None:
    want(town)

    send(town, runtime, message(), times=3)

    (letter,) = texts(runtime)
    assert letter.recipient == MOBILE
    assert "公告ZJ-370700-2026-000042" in letter.text
    assert inbox(town) == ["notice-returned"]
    assert runtime.outbox.held() == ()


def test_a_clock_that_goes_on_while_a_text_is_looked_at_does_not_hold_it_back(
    town: Town, runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    want(town)
    begun, readings = runtime.now(), count()
    monkeypatch.setattr(runtime.clock, "product_now", lambda: begun + timedelta(milliseconds=next(readings)))

    send(town, runtime, message())

    assert len(texts(runtime)) == 1
    assert runtime.outbox.held() == ()


def test_nothing_is_texted_to_whoever_chose_nothing(town: Town, runtime: Runtime) -> None:
    send(town, runtime, message())
    want(town, texts=(Group.DECISION,))
    send(town, runtime, message(event="NOTICE#n_1#4"))

    assert texts(runtime) == []
    assert len(inbox(town)) == 2


def test_at_night_a_text_waits_for_the_morning_and_comes_once(town: Town, runtime: Runtime) -> None:
    want(town)
    runtime.move_to(china(2026, 3, 9, 22))

    send(town, runtime, message("notice-failed", code_="x"), times=2)

    assert texts(runtime) == []
    (waiting,) = runtime.outbox.held()
    assert (waiting.recipient, waiting.at) == (f"org:{OWNER}", "2026-03-10T01:00:00.000Z")
    assert MOBILE not in repr(waiting)
    assert "notice-failed" in runtime.get("/dev/outbox").text
    assert inbox(town) == ["notice-failed"]

    runtime.move_to(china(2026, 3, 10, 8, 59))
    assert texts(runtime) == []
    runtime.move_to(china(2026, 3, 10, 9))
    send(town, runtime, message("notice-failed", code_="x"), times=2)
    runtime.move_to(china(2026, 3, 11, 12))

    assert [letter.code for letter in texts(runtime)] == ["notice-failed"]
    assert runtime.outbox.held() == ()


def test_what_is_due_before_the_morning_is_texted_at_night(town: Town, runtime: Runtime) -> None:
    want(town)
    runtime.move_to(china(2026, 3, 9, 22))

    send(town, runtime, message(due_at="2026-03-09T16:00:00.000Z"))

    assert [letter.code for letter in texts(runtime)] == ["notice-returned"]


def test_an_organisation_has_quiet_hours_of_its_own(town: Town, runtime: Runtime) -> None:
    want(town, quiet=Quiet(0, 0))
    runtime.move_to(china(2026, 3, 9, 22))

    send(town, runtime, message())

    assert len(texts(runtime)) == 1


@pytest.mark.parametrize("change", [{"texts": ()}, {"texts": (), "mobile": None, "forget_phone": True}])
def test_a_text_that_waits_is_dropped_when_it_is_no_longer_wanted(
    town: Town, runtime: Runtime, change: dict
) -> None:
    want(town)
    runtime.move_to(china(2026, 3, 9, 22))
    send(town, runtime, message())

    want(town, **change)
    runtime.move_to(china(2026, 3, 10, 12))

    assert texts(runtime) == []
    assert runtime.outbox.held() == ()


def test_a_text_that_waits_follows_hours_that_were_moved(town: Town, runtime: Runtime) -> None:
    want(town)
    runtime.move_to(china(2026, 3, 9, 22))
    send(town, runtime, message())

    want(town, quiet=Quiet(20, 11))
    runtime.move_to(china(2026, 3, 10, 10, 59))
    assert texts(runtime) == []
    runtime.move_to(china(2026, 3, 10, 11))

    assert len(texts(runtime)) == 1


def test_a_number_that_was_deleted_is_gone_and_its_ledger_still_verifies(
    town: Town, runtime: Runtime
) -> None:
    want(town)
    assert town.house.queries.personal(f"SETTINGS#org:{OWNER}") == {"mobile": MOBILE}

    want(town, texts=(), mobile=None, forget_phone=True)

    assert town.house.queries.personal_many([f"SETTINGS#org:{OWNER}"]) == {}
    entries = list(town.house.queries.entries(f"SETTINGS#org:{OWNER}"))
    assert [one.type for one in entries] == ["settings.changed"] * 2
    assert entries[1].prev == entries[0].hash


def test_the_number_stands_in_no_table_queue_or_log_in_the_clear(
    town: Town, runtime: Runtime, caplog: pytest.LogCaptureFixture
) -> None:
    want(town)
    runtime.move_to(china(2026, 3, 9, 22))
    send(town, runtime, message())

    client = runtime._cloud.dynamodb
    for table in read_tables(runtime.settings.table_prefix):
        for page in client.get_paginator("scan").paginate(TableName=table):
            assert MOBILE not in repr(page["Items"]), table
    assert not [record for record in caplog.records if MOBILE in str(record.__dict__)]


def test_a_desk_has_settings_of_its_own(town: Town, runtime: Runtime) -> None:
    want(town, REVIEWER)

    send(
        town,
        runtime,
        {**message("notice-to-review", due_at="2026-03-10T09:30:00.000Z"), "to": "role:operator_reviewer"},
    )

    assert [letter.code for letter in texts(runtime)] == ["notice-to-review"]


def test_alerts_can_be_switched_off_altogether_and_decisions_cannot(town: Town, runtime: Runtime) -> None:
    for number in range(2):
        town.list_agency(uscc(number))
    runtime.drain()
    admin = Actor("admin", uscc(0), frozenset({Role.AGENCY_ADMIN}))
    want(town, admin, alerts=False, texts=(Group.MATCHING,))
    want(town, Actor("admin-1", uscc(1), frozenset({Role.AGENCY_ADMIN})), texts=(Group.MATCHING,))
    town.anchor()

    town.publish(lowest_content(service_type=SURVEY))
    runtime.drain()
    decision = {**message("decision-in-force", number="JD-1"), "to": f"org:{uscc(0)}"}
    send(town, runtime, decision)

    assert inbox(town, f"org:{uscc(0)}") == ["decision-in-force"]
    assert inbox(town, f"org:{uscc(1)}") == ["you-may-enter"]
    assert [letter.code for letter in texts(runtime)] == ["you-may-enter"]


def test_a_provider_that_takes_nothing_is_asked_again_for_a_day_and_the_inbox_has_the_message(
    town: Town, runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    want(town)
    asked: list[object] = []

    def refuse(_self, message) -> None:
        asked.append(message)
        raise Unavailable

    monkeypatch.setattr(Telephones, "send", refuse)
    send(town, runtime, message())
    assert asked
    assert inbox(town) == ["notice-returned"]

    runtime.move_to(china(2026, 3, 11, 12))
    for _ in range(3):
        enqueue_due(town.house)
        runtime.drain()

    assert runtime.outbox.held() == ()
    seen = len(asked)
    runtime.move_to(china(2026, 3, 12, 12))
    assert len(asked) == seen


def test_without_a_provider_no_text_is_kept_and_the_page_says_so(
    town: Town, runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Telephones, "is_connected", False)
    want(town)
    runtime.move_to(china(2026, 3, 9, 22))

    send(town, runtime, message())

    assert runtime.outbox.held() == ()
    assert inbox(town) == ["notice-returned"]
    page = runtime.get("/messages/settings", as_=find_person(Role.OWNER_ADMIN)).text
    assert "短信服务目前没有接通" in page


def test_the_contact_of_a_registration_is_not_woken_either(town: Town, runtime: Runtime) -> None:
    town.settle_agency(uscc(0))
    town.anchor()
    notice = town.publish(lowest_content(service_type=SURVEY))
    town.quote(uscc(0), notice, 48_000_00)
    runtime.move_to(china(2026, 3, 9, 22))
    at = "2026-03-09T14:00:00.000Z"
    body = {
        "to": f"registrants:{notice.notice_no}",
        "code": "notice-withdrawn",
        "event": "NOTICE#n#9",
        "at": at,
    }
    withdrawn = {**body, "params": {"notice_no": notice.notice_no}}

    deliver_message(town.house, withdrawn)
    runtime.drain()

    assert texts(runtime) == []
    (waiting,) = runtime.outbox.held()
    assert uscc(0) not in repr(waiting)
    runtime.move_to(china(2026, 3, 10, 9) + timedelta(minutes=1))
    assert [letter.code for letter in texts(runtime)] == ["notice-withdrawn"]
