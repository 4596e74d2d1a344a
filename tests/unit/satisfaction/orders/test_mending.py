"""What the finding asks for: to mend, to explain, or more time (nos. 7 to 9 and 11)."""

import pytest

from chalicelib.domain.satisfaction.work_orders import (
    extending,
    rectifying,
)
from chalicelib.domain.satisfaction.work_orders.facts import (
    FindingCode,
    GuideChange,
    Measure,
)
from chalicelib.domain.satisfaction.work_orders.states import OrderState as S
from chalicelib.kernel.errors import Conflict, Invalid
from tests.factories.work_orders import (
    CALENDAR,
    HANDLER,
    HEAD,
    MONDAY,
    REGULATOR,
    explained,
    extension_asked,
    measure,
    rectifying_order,
    rules_of,
    told,
    under_review,
    verified,
    words,
)

RULES = rules_of()


@pytest.mark.parametrize(
    ("code", "mends", "explains"),
    [
        (FindingCode.CLEAR_REASONABLE, True, False),
        (FindingCode.COMPLEX, True, False),
        (FindingCode.NO_LEGAL_BASIS, False, True),
        (FindingCode.NOT_VERIFIABLE, False, True),
        (FindingCode.MISTAKEN, True, False),
        (FindingCode.MALICIOUS, True, False),
    ],
)
def test_the_finding_says_whether_to_mend_or_to_explain(
    code: FindingCode, mends: bool, explains: bool
) -> None:
    order = verified(code)
    steps = (
        (mends, lambda: rectifying.start_rectifying(order, HANDLER, MONDAY)),
        (explains, lambda: rectifying.explain(order, measure(), HANDLER, MONDAY, RULES)),
    )

    for is_open, step in steps:
        if is_open:
            step()
        else:
            with pytest.raises(Conflict, match=r"not-for-this-finding|appeal-needed"):
                step()


def test_a_disputed_rating_is_explained_once_the_unit_has_appealed_whatever_comes_of_it() -> None:
    order = under_review(verified(FindingCode.MISTAKEN))

    order = rectifying.explain(order, measure(), HANDLER, MONDAY, RULES).state

    assert (order.state, order.appeal is not None) == (S.EXPLAINED, True)


def test_an_explanation_is_approved_by_another_person_and_told_like_a_measure() -> None:
    order = explained()

    order = told(rectifying.approve_measure(order, HEAD, MONDAY, RULES, CALENDAR).state)

    assert order.state is S.FEEDBACK_SENT


@pytest.mark.parametrize(
    ("handed_in", "pointer", "code"),
    [
        (measure(9), "/measure", "too-short"),
        (measure(1001), "/measure", "too-long"),
        (measure(reply=9), "/public_reply", "too-short"),
        (measure(reply=501), "/public_reply", "too-long"),
        (measure(n_files=11), "/evidence", "too-many-files"),
    ],
)
def test_a_measure_out_of_its_bounds_is_refused(handed_in: Measure, pointer: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        rectifying.submit_measure(rectifying_order(), handed_in, HANDLER, MONDAY, RULES)

    assert [(one.pointer, one.code) for one in refused.value.errors] == [(pointer, code)]


def test_a_measure_at_its_bounds_is_taken_and_all_its_faults_come_at_once() -> None:
    order = rectifying_order()

    for fine in (measure(10, 10, 0), measure(1000, 500, 10)):
        assert rectifying.submit_measure(order, fine, HANDLER, MONDAY, RULES).state.measure
    with pytest.raises(Invalid) as refused:
        rectifying.submit_measure(order, measure(0, 0, 11), HANDLER, MONDAY, RULES)
    assert len(refused.value.errors) == 3


def test_a_measure_can_be_sent_back_and_a_guide_that_changed_is_told_with_both_hashes() -> None:
    order = rectifying_order()
    with pytest.raises(Conflict, match="measure-missing"):
        rectifying.approve_measure(order, HEAD, MONDAY, RULES, CALENDAR)
    guide = GuideChange("aa" * 32, "bb" * 32, "guide_1@2")
    changed = Measure(words(), words(), (), guide)
    handed_in = rectifying.submit_measure(order, changed, HANDLER, MONDAY, RULES).state
    assert rectifying.return_measure(handed_in, words(), HEAD, MONDAY).state.measure is None

    event = rectifying.approve_measure(handed_in, HEAD, MONDAY, RULES, CALENDAR).event

    assert event.data["guide"] == ["aa" * 32, "bb" * 32, "guide_1@2"]
    assert event.data["in_time"] is True


def test_a_complex_matter_is_extended_once_beyond_the_time_there_was() -> None:
    order = extension_asked(10)

    order = extending.grant_extension(order, REGULATOR, MONDAY, RULES, CALENDAR).state

    assert order.dues.rectify.n_workdays == 15
    with pytest.raises(Conflict, match="extension-asked"):
        extending.ask_extension(order, 1, words(), HANDLER, MONDAY, RULES)
    with pytest.raises(Conflict, match="extension-not-asked"):
        extending.grant_extension(order, REGULATOR, MONDAY, RULES, CALENDAR)


def test_a_refused_extension_leaves_the_time_as_it_is() -> None:
    before = extension_asked()

    after = extending.refuse_extension(before, words(), REGULATOR, MONDAY).state

    assert after.dues == before.dues
    assert after.extension is not None
    assert not after.extension.is_granted


@pytest.mark.parametrize("n_workdays", [0, 11])
def test_an_extension_is_of_one_to_ten_working_days(n_workdays: int) -> None:
    with pytest.raises(Invalid):
        extension_asked(n_workdays)


def test_an_extension_is_for_complex_matters_and_asked_in_time() -> None:
    with pytest.raises(Conflict, match="not-for-this-finding"):
        extending.ask_extension(verified(), 1, words(), HANDLER, MONDAY, RULES)
    order = verified(FindingCode.COMPLEX)
    with pytest.raises(Conflict, match="extension-lapsed"):
        extending.ask_extension(order, 1, words(), HEAD, order.dues.rectify.at, RULES)
