"""Who decides how an inbox's messages arrive, and what can be chosen."""

import pytest

from chalicelib.domain.marketplace.messages.groups import Group
from chalicelib.domain.marketplace.messages.quiet import Quiet
from chalicelib.domain.marketplace.messages.settings import MessageSettings, Phone, change, recipient_of
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.canonical import canonical_json
from chalicelib.kernel.errors import Forbidden, Invalid
from tests.factories.notices import ADMIN, AGENT, MONDAY, OWNER, REVIEWER, person

PLAIN = MessageSettings(f"org:{OWNER}")
PHONE = Phone("SETTINGS#org:1", "ab" * 32)


def wanted(**changes) -> MessageSettings:
    return MessageSettings(**({"id": PLAIN.id, "texts": (Group.TODO,), "phone": PHONE} | changes))


def test_an_administrator_decides_for_the_organisation() -> None:
    decision = change(PLAIN, wanted(quiet=Quiet(22, 7)), ADMIN, MONDAY)

    assert decision.state.wants_text(Group.TODO)
    assert not decision.state.wants_text(Group.DECISION)
    assert decision.event.data["texts"] == ["todo"]
    assert decision.event.data["quiet"] == [22, 7]
    assert canonical_json(dict(decision.event.data))


@pytest.mark.parametrize("actor", [AGENT, person("agency-agent", Role.AGENCY_AGENT)])
def test_an_agent_decides_nothing(actor: Actor) -> None:
    with pytest.raises(Forbidden):
        change(PLAIN, wanted(), actor, MONDAY)


def test_texts_need_a_phone() -> None:
    with pytest.raises(Invalid) as refused:
        change(PLAIN, wanted(phone=None), ADMIN, MONDAY)

    assert [(one.pointer, one.code) for one in refused.value.errors] == [("/phone", "required")]


def test_without_a_phone_nothing_is_texted_and_everything_else_is_told() -> None:
    state = change(PLAIN, wanted(phone=None, texts=(), alerts=False), ADMIN, MONDAY).state

    assert [group for group in Group if state.wants_text(group)] == []
    assert [group for group in Group if state.wants(group)] == [Group.TODO, Group.DECISION, Group.OTHER]


def test_a_desk_is_one_inbox_and_an_organisation_another() -> None:
    assert recipient_of(REVIEWER) == "role:operator_reviewer"
    assert recipient_of(ADMIN) == recipient_of(AGENT) == f"org:{OWNER}"


def test_whoever_serves_or_mends_for_a_body_does_not_read_about_its_purchases() -> None:
    clerk, handler, head = (person("p", role) for role in (Role.CLERK, Role.UNIT_HANDLER, Role.UNIT_HEAD))

    assert recipient_of(clerk) == f"clerks:{clerk.org}"
    assert recipient_of(handler) == recipient_of(head) == f"unit:{head.org}"
    both = Actor("p", OWNER, frozenset({Role.UNIT_HEAD, Role.DEPARTMENT}))
    assert recipient_of(both) == f"org:{OWNER}"
