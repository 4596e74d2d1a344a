"""One contact a person in thirty days, and who is not called at all (evaluation.md §7.10, §2.5)."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from chalicelib.domain.satisfaction.callbacks.asking import NotAsked, not_asked
from chalicelib.domain.satisfaction.contacts.contact import Contact, Episode, Mode
from chalicelib.kernel.clock import CHINA
from tests.factories.callbacks import ALL_RULES

MONTHS = ("2026-02",)
IN_MONTH, NOW = datetime(2026, 2, 20, 10, tzinfo=CHINA), datetime(2026, 3, 2, 10, tzinfo=CHINA)
KNOWN = Contact("mac-1")


def asked(mode: Mode, at: datetime, ref: str = "i_1") -> Contact:
    return replace(KNOWN, episodes=(Episode(at, mode, ref),))


@pytest.mark.parametrize(
    ("contact", "rated", "reason"),
    [
        (None, {}, None),
        (KNOWN, {}, None),
        (asked(Mode.SMS, IN_MONTH), {}, None),
        (asked(Mode.SMS, IN_MONTH, "sv_1"), {}, NotAsked.CAP_REACHED),
        (asked(Mode.SMS, IN_MONTH), {"i_1": True}, NotAsked.RATED),
        (asked(Mode.OWN, IN_MONTH), {}, NotAsked.RATED),
        (asked(Mode.SMS, NOW - timedelta(days=1)), {}, NotAsked.CAP_REACHED),
        (asked(Mode.CALL, IN_MONTH), {}, NotAsked.CAP_REACHED),
        (asked(Mode.CALL, NOW - timedelta(days=31)), {}, None),
        (replace(KNOWN, opted_out_at=IN_MONTH), {}, NotAsked.OPTED_OUT),
        (replace(KNOWN, wrong_number_at=IN_MONTH), {}, NotAsked.WRONG_NUMBER),
        (replace(KNOWN, refused_at=datetime(2026, 1, 1, tzinfo=CHINA)), {}, NotAsked.REFUSED),
        (replace(KNOWN, refused_at=datetime(2025, 12, 31, tzinfo=CHINA)), {}, None),
    ],
)
def test_a_person_is_asked_once_and_not_against_their_will(
    contact: Contact | None, rated: dict[str, bool], reason: NotAsked | None
) -> None:
    assert not_asked(contact, rated, MONTHS, NOW, ALL_RULES) is reason


def test_the_tasks_own_episode_does_not_stand_in_its_way() -> None:
    contact = asked(Mode.CALL, NOW - timedelta(days=2), "cb_1")

    assert not_asked(contact, {}, MONTHS, NOW, ALL_RULES, own="cb_1") is None
