"""The words of texts: what is refused, who decides, since when a version holds, and what it costs."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.satisfaction.text_templates.checking import text_errors
from chalicelib.domain.satisfaction.text_templates.filling import fill, longest_values, measure
from chalicelib.domain.satisfaction.text_templates.kinds import TextKind
from chalicelib.domain.satisfaction.text_templates.template import (
    SPREADS,
    Signed,
    TextTemplate,
    VersionState,
    decide,
    default_version,
    propose,
    version_at,
    version_of,
)
from chalicelib.domain.satisfaction.texts import segments_of, units_of
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.errors import Conflict, Forbidden
from tests.factories.notices import MONDAY
from tests.factories.work_orders import rules_of

RULES = rules_of()
HOST = "pj.wf.gov.cn"
CENTRE = Actor("p-1", "centre", frozenset({Role.CENTRE_SUPERVISOR}))
REGULATOR = Actor("p-2", "bureau", frozenset({Role.REGULATOR}))
WORDS = "【{signature}】请评价:{link},拒收回R"


def signed(actor: Actor, minutes: int = 0) -> Signed:
    return Signed(actor.person, actor.org, "R5SAEN", "某局", MONDAY + timedelta(minutes=minutes))


def proposed(text: str = WORDS, wanted_in: timedelta | None = None, by: Actor = CENTRE) -> TextTemplate:
    wanted_at = MONDAY + wanted_in if wanted_in else None
    return propose(TextTemplate(TextKind.LINK), text, wanted_at, 1, by, signed(by)).state


def approved(wanted_in: timedelta | None = None) -> TextTemplate:
    return decide(proposed(wanted_in=wanted_in), 1, "approved", REGULATOR, signed(REGULATOR)).state


def codes(kind: TextKind, text: str) -> list[str]:
    return [error.code for error in text_errors(kind, text, HOST)]


@pytest.mark.parametrize("kind", TextKind)
def test_the_profiles_own_texts_pass_every_check(kind: TextKind) -> None:
    assert codes(kind, default_version(kind, RULES).text) == []


@pytest.mark.parametrize(("kind", "most"), [(TextKind.LINK, 1), (TextKind.DIGIT, 1), (TextKind.REMINDER, 1)])
def test_an_invitation_fits_one_segment_with_a_signature_of_four_and_a_host_of_fourteen(
    kind: TextKind, most: int
) -> None:
    longest = longest_values("https://pingjia.gov.cn", "潍坊政务", RULES)

    assert measure(default_version(kind, RULES).text, longest, RULES).segments == most


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("请评价:{link},拒收回R", "text-signature-first"),
        ("【潍坊政务】请评价:{link},拒收回R", "text-signature-first"),
        ("【{signature}】请评价,拒收回R", "text-place-missing"),
        ("【{signature}】{name}请评价:{link},拒收回R", "text-unknown-place"),
        ("【{signature}】{id_no}请评价:{link},拒收回R", "text-unknown-place"),
        ("【{signature}】请评价:{link.__class__},拒收回R", "text-loose-brace"),
        ("【{signature}】请评价:{link}或t.cn/x,拒收回R", "text-foreign-address"),
        ("【{signature}】请评价:{link}或https://evil.example.com,拒收回R", "text-foreign-address"),
        ("【{signature}】请评价:{link}", "text-no-opt-out"),
        ("【{signature}】详询13800001234,请评价:{link},拒收回R", "text-long-number"),
        ("【{signature}】详询138 0000 1234,请评价:{link},拒收回R", "text-long-number"),
        ("【{signature}】王先生请评价:{link},拒收回R", "text-names-person"),
    ],
)
def test_what_may_not_go_out_is_named(text: str, expected: str) -> None:
    assert expected in codes(TextKind.LINK, text)


def test_our_own_address_and_either_way_to_refuse_pass() -> None:
    assert (
        codes(
            TextKind.LINK, f"【{{signature}}】请评价:{{link}},说明见https://{HOST}/about,详询12345,退订回TD"
        )
        == []
    )


def test_all_that_is_wrong_is_said_at_once() -> None:
    found = codes(TextKind.DIGIT, "{name}回复5到1,见bit.ly")

    assert found == [
        "text-signature-first",
        "text-unknown-place",
        "text-foreign-address",
        "text-no-opt-out",
        "text-digits-missing",
    ]


def test_a_work_order_text_needs_no_way_to_refuse() -> None:
    assert codes(TextKind.FEEDBACK, "【{signature}】{done} {link}") == []


def test_segments_count_the_signature_and_astral_characters_twice() -> None:
    seventy = "【潍坊】" + "字" * 66

    assert (units_of(seventy), segments_of(seventy, RULES)) == (70, 1)
    assert segments_of(seventy + "字", RULES) == 2
    assert segments_of("字" * 135, RULES) == 3
    assert (units_of("字😀"), segments_of("字" * 69 + "😀", RULES)) == (3, 2)


def test_a_value_is_put_in_as_it_is() -> None:
    assert fill("{done}{link}", {"done": "{link}{x}", "link": "L"}) == "{link}{x}L"


def test_another_person_approves_and_the_version_holds_a_minute_later_at_the_earliest() -> None:
    template = approved()
    at = MONDAY + SPREADS

    assert version_at(template, TextKind.LINK, at, RULES).number == 1
    assert version_at(template, TextKind.LINK, at - timedelta(milliseconds=1), RULES).number == 0


def test_a_version_waits_for_the_instant_that_its_drafter_wants() -> None:
    template = approved(timedelta(days=3))

    assert version_at(template, TextKind.LINK, MONDAY + timedelta(days=2), RULES).number == 0
    assert version_at(template, TextKind.LINK, MONDAY + timedelta(days=3), RULES).text == WORDS


def test_whoever_drafted_it_decides_nothing_in_whatever_role() -> None:
    both = replace(CENTRE, roles=frozenset({Role.CENTRE_SUPERVISOR, Role.REGULATOR}))

    with pytest.raises(Forbidden, match="same-person-drafted"):
        decide(proposed(by=both), 1, "approved", both, signed(both))
    with pytest.raises(Forbidden, match="role-needed"):
        propose(TextTemplate(TextKind.LINK), WORDS, None, 1, REGULATOR, signed(REGULATOR))
    with pytest.raises(Forbidden, match="role-needed"):
        decide(proposed(), 1, "declined", CENTRE, signed(CENTRE))


def test_one_version_waits_at_a_time_and_none_is_decided_twice() -> None:
    waiting = proposed()

    with pytest.raises(Conflict, match="text-waits"):
        propose(waiting, WORDS, None, 1, CENTRE, signed(CENTRE))
    declined = decide(waiting, 1, "declined", REGULATOR, signed(REGULATOR)).state
    with pytest.raises(Conflict, match="wrong-state"):
        decide(declined, 1, "approved", REGULATOR, signed(REGULATOR))
    assert version_at(declined, TextKind.LINK, MONDAY + timedelta(days=9), RULES).number == 0


def test_going_back_is_a_new_version_and_the_old_one_stays_as_it_was() -> None:
    first = approved()
    second = propose(first, "【{signature}】新:{link},拒收回R", None, 1, CENTRE, signed(CENTRE, 5)).state
    both = decide(second, 2, "approved", REGULATOR, signed(REGULATOR, 6)).state
    third = propose(both, version_of(both, TextKind.LINK, 1, RULES).text, None, 1, CENTRE, signed(CENTRE, 7))

    assert [one.state for one in third.state.versions] == [
        VersionState.APPROVED,
        VersionState.APPROVED,
        VersionState.PROPOSED,
    ]
    assert third.state.versions[0] == first.versions[0]


def test_the_ledger_has_the_hash_of_the_words_and_not_the_words() -> None:
    facts = propose(TextTemplate(TextKind.LINK), WORDS, None, 1, CENTRE, signed(CENTRE)).event.data

    assert WORDS not in str(facts)
    assert facts["version"] == 1
