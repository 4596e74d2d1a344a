"""Until the opening nobody learns who or how much: everything the house remembers is dumped and searched."""

import json
import logging
import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

import botocore.session
import pytest

from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.timeline import publication_of
from chalicelib.gateways.sealing import KmsSealing
from chalicelib.kernel.actors import Role
from chalicelib.kernel.canonical import digest, sha256_hex
from chalicelib.kernel.errors import Unavailable
from chalicelib.store.blobs import unpack
from chalicelib.usecases.notices.withdraw_notice import withdraw_notice
from chalicelib.usecases.notifier_ports import TextMessage
from infra.local.people import DemoPerson, find_person, organisations
from infra.local.runtime import Runtime
from infra.local.tables import read_tables
from infra.local.telephones import Telephones
from tests.factories.agencies import SURVEY
from tests.factories.notices import lowest_content
from tests.journeys.steps import Town
from tests.web.quotes.answers import body, form, registration

PRICES = (41_234_56, 42_345_67, 43_456_78)
PHONES = ("13811112222", "13822223333", "13833334444")
NAMES = ("甲授权人", "乙授权人", "丙授权人")
Dump = dict[tuple[str, str, str], str]


@pytest.fixture
def agents(town: Town) -> tuple[DemoPerson, ...]:
    codes = [org.uscc for org in organisations() if org.kind == "agency"][:3]
    for code in codes:
        town.settle_agency(code)
    return tuple(person for code in codes if (person := find_person(Role.AGENCY_AGENT, org=code)))


@pytest.fixture
def notice(town: Town, agents: tuple[DemoPerson, ...]) -> Notice:
    town.anchor()
    return town.publish(lowest_content(service_type=SURVEY))


def everything(runtime: Runtime) -> Dump:
    """Return every item of every table as text, by table and key."""
    client = botocore.session.get_session().create_client("dynamodb", runtime.settings.region)
    found: Dump = {}
    for name in read_tables(runtime.settings.table_prefix):
        for page in client.get_paginator("scan").paginate(TableName=name):
            for item in page["Items"]:
                found[name, item["pk"]["S"], item["sk"]["S"]] = "\n".join(map(readable, item.values()))
    return found


def readable(attribute: Mapping[str, Any]) -> str:
    """Return an attribute as text, unpacked, so that packing hides nothing from the search."""
    (value,) = attribute.values()
    return unpack(value) if isinstance(value, str) else repr(value)


def marks_of(agents: tuple[DemoPerson, ...]) -> tuple[str, ...]:
    """Name everything that would betray an agency or what it sent."""
    organisations_ = [text for agent in agents for text in (agent.org.uscc, agent.org.name)]
    people = [text for agent in agents for text in (agent.subject, agent.display_name)]
    prices = [text for fen in PRICES for text in (str(fen), f"{fen / 100:,.2f}", f"{fen / 100:.2f}")]
    return (*organisations_, *people, *prices, *PHONES, *NAMES)


def enter_all(runtime: Runtime, notice: Notice, agents: tuple[DemoPerson, ...]) -> None:
    """Register, quote, replace and cancel, by page and by API, in every way there is."""
    page, api = f"/agency/notices/{notice.notice_no}", f"/api/v1/sealed/notices/{notice.notice_no}"
    first, second, third = agents
    fields = form(str(PRICES[0] / 100), **{"contact.phone": PHONES[0], "contact.name": NAMES[0]})
    for address in ("", "/quote", "/register"):
        assert runtime.get(page + address, as_=first).status == 200
    assert runtime.post_form(page + "/quote/check", fields, as_=first).status == 200
    for key in ("a", "a", "b"):
        assert runtime.post_form(page + "/quote", {**fields, "_key": key}, as_=first).status == 303
    sent = body(PRICES[1], contact={"name": NAMES[1], "phone": PHONES[1]})
    assert runtime.post_json(api + "/quote", sent, as_=second, key="q").status == 201
    assert runtime.post_json(api + "/quote", {**sent, "validity_days": 3}, as_=second).status == 422
    told = registration() | {"contact": {"name": NAMES[2], "phone": PHONES[2]}}
    assert runtime.post_json(api + "/registration", told, as_=third, key="r").status == 201
    assert runtime.post_json(api + "/cancellation", {"confirmed": True}, as_=third, key="c").status == 200
    assert runtime.get("/agency/notices", as_=third).status == 200


def test_no_table_log_or_letter_names_an_agency_a_person_or_a_price_before_the_opening(
    runtime: Runtime,
    notice: Notice,
    agents: tuple[DemoPerson, ...],
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for agent in agents:
        runtime.visit(agent)
    runtime.drain()
    before = everything(runtime)
    caplog.set_level(logging.DEBUG, logger="market")
    capsys.readouterr()

    enter_all(runtime, notice, agents)
    runtime.drain()

    after = everything(runtime)
    new = {key: text for key, text in after.items() if before.get(key) != text}
    assert len(new) > 10
    printed = "".join(capsys.readouterr())
    logged = "\n".join(str(record.__dict__) for record in caplog.records)
    letters = "\n".join(map(repr, runtime.outbox.letters()))
    for mark in marks_of(agents):
        assert not [key for key, text in new.items() if mark in text or mark in "".join(key)], mark
        assert mark not in printed, mark
        assert mark not in logged, mark
        assert mark not in letters, mark
    assert "/agency/notices/{notice_no}/quote" in logged
    assert str(notice.notice_no) not in logged + printed


def test_no_item_that_names_an_agency_is_written_while_quotes_come_in(
    runtime: Runtime, notice: Notice, agents: tuple[DemoPerson, ...]
) -> None:
    for agent in agents:
        runtime.visit(agent)
    runtime.drain()
    before = everything(runtime)

    enter_all(runtime, notice, agents)
    runtime.drain()

    changed = {key for key, text in everything(runtime).items() if before.get(key) != text}
    kinds = {re.split(r"[#]", key[1])[0] if not key[1].startswith("G") else "report" for key in changed}
    assert kinds <= {"QUOTES", "QUOTE", "ONCE", "report"}, kinds


def test_everything_sealed_has_one_length(
    runtime: Runtime, notice: Notice, agents: tuple[DemoPerson, ...]
) -> None:
    path = f"/api/v1/sealed/notices/{notice.notice_no}/quote"
    many = [find.org.uscc for find in agents[1:]]
    declared = registration()["declaration"] | {"related_agencies": {"answer": "yes", "usccs": many}}
    runtime.post_json(path, body(PRICES[0]), as_=agents[0], key="1")
    runtime.post_json(path, body(PRICES[1], declaration=declared), as_=agents[1], key="2")
    long_name = {"name": "𠮷" * 30, "phone": PHONES[2]}
    runtime.post_json(path, body(PRICES[2], contact=long_name), as_=agents[2], key="3")

    sealed = list(runtime.house.opening.quotes(notice.id))

    assert len(sealed) >= 2
    assert len({len(one.identity.data) for one in sealed if one.identity}) == 1
    assert len({len(one.price.data) for one in sealed if one.price}) == 1


def test_an_idempotency_item_cannot_be_recomputed_from_a_guessed_body(
    runtime: Runtime, notice: Notice, agents: tuple[DemoPerson, ...]
) -> None:
    sent = body(PRICES[0])
    path = f"/api/v1/sealed/notices/{notice.notice_no}/quote"
    runtime.post_json(path, sent, as_=agents[0], key="k")

    guessed = json.dumps(sent, ensure_ascii=False).encode()
    items = [text for key, text in everything(runtime).items() if key[1].startswith("ONCE#")]
    assert len(items) == 1
    assert digest(guessed.hex()) not in items[0]
    assert sha256_hex(guessed) not in items[0]


def test_a_change_before_the_opening_reaches_each_contact_and_leaves_no_trace(
    runtime: Runtime, town: Town, notice: Notice, agents: tuple[DemoPerson, ...]
) -> None:
    enter_all(runtime, notice, agents)
    runtime.drain()
    before = everything(runtime)

    withdraw_notice(town.house, town.owner.actor, notice.id, "项目立项依据已经调整,不再需要此项服务。")
    runtime.drain()

    texts = {
        letter.recipient: letter for letter in runtime.outbox.letters() if letter.channel == "text-message"
    }
    assert set(texts) == {PHONES[0], PHONES[1]}
    assert str(notice.notice_no) in texts[PHONES[0]].text
    assert len(texts[PHONES[0]].text) <= 70
    new = {key: text for key, text in everything(runtime).items() if before.get(key) != text}
    for mark in marks_of(agents):
        assert not [key for key, text in new.items() if mark in text or mark in "".join(key)], mark


def test_a_telephone_that_cannot_be_reached_is_tried_again_and_nobody_else_is_told_twice(
    runtime: Runtime,
    town: Town,
    notice: Notice,
    agents: tuple[DemoPerson, ...],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    enter_all(runtime, notice, agents)
    rung: list[str] = []

    def ring(_self: Telephones, message: TextMessage) -> None:
        rung.append(message.phone)
        if message.phone == PHONES[0] and rung.count(PHONES[0]) < 3:
            raise Unavailable

    monkeypatch.setattr(Telephones, "send", ring)
    withdraw_notice(town.house, town.owner.actor, notice.id, "项目立项依据已经调整,不再需要此项服务。")
    runtime.drain()

    assert (rung.count(PHONES[0]), rung.count(PHONES[1])) == (3, 1)


def test_after_the_opening_every_agency_is_told_in_its_inbox(
    runtime: Runtime, notice: Notice, agents: tuple[DemoPerson, ...]
) -> None:
    enter_all(runtime, notice, agents)

    runtime.move_to(publication_of(notice).closes_at + timedelta(seconds=3))

    told = {letter.recipient for letter in runtime.outbox.letters() if letter.code == "selection-result"}
    assert told == {f"org:{agent.org.uscc}" for agent in agents[:2]}


def kms_contexts(calls: list[Mapping[str, Any]]) -> Iterator[str]:
    for call in calls:
        yield json.dumps(call.get("EncryptionContext", {}))


def test_the_trail_of_the_keys_names_no_agency(
    runtime: Runtime, notice: Notice, agents: tuple[DemoPerson, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """KMS records the encryption context of every call in CloudTrail, and never a MAC's message."""
    for agent in agents:
        runtime.visit(agent)
    seen: list[tuple[str, Mapping[str, Any]]] = []
    plain = KmsSealing._call

    def watched(self: KmsSealing, operation: str, **arguments: Any) -> Any:
        seen.append((operation, arguments))
        return plain(self, operation, **arguments)

    monkeypatch.setattr(KmsSealing, "_call", watched)
    enter_all(runtime, notice, agents)

    contexts = list(kms_contexts([arguments for operation, arguments in seen if operation != "generate_mac"]))
    assert contexts
    for agent in agents:
        assert not [context for context in contexts if agent.org.uscc in context]
