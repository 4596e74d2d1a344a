"""Every message belongs to one group, so that everybody can choose it; nothing is forgotten."""

from chalicelib.domain.marketplace.messages.groups import GROUP_OF, Group
from chalicelib.projections.effects import TELLINGS
from chalicelib.web.labels.messages import MESSAGE_GROUP_HINTS, MESSAGE_GROUPS, MESSAGES


def test_every_message_that_an_event_or_a_deadline_sends_has_its_group_and_no_other_is_named() -> None:
    sent = {telling.code for tellings in TELLINGS.values() for telling in tellings}

    assert set(GROUP_OF) == sent | {"deadline-near", "deadline-today"}
    assert set(GROUP_OF) - {"quote-opened"} == set(MESSAGES), "what is opened is kept in a list, not said"


def test_every_group_has_its_words() -> None:
    assert set(MESSAGE_GROUPS) == set(MESSAGE_GROUP_HINTS) == {group.value for group in Group}
