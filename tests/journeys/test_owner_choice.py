"""The owner decides: small list, score sheets, ties, silence (docs/rules.md §3.3, §3.4)."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.marketplace.notices.content import NoticeContent
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.state import NoticeState
from chalicelib.domain.marketplace.notices.timeline import publication_of
from chalicelib.domain.marketplace.quotes.quote import Plan
from chalicelib.domain.marketplace.selection.verification import Verdict, verify
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.errors import Conflict, Forbidden, Invalid
from chalicelib.usecases.choices.approve import approve_choice, send_back_choice
from chalicelib.usecases.choices.candidates import read_before
from chalicelib.usecases.choices.prepare import Points, prepare_pick, prepare_scores
from chalicelib.usecases.openings.rows import OrderRow, read_order
from chalicelib.usecases.quotes.my_entry import my_entry
from chalicelib.web.views.quotes import entry_json
from infra.local.runtime import Runtime
from tests.factories.agencies import SURVEY
from tests.factories.notices import ADMIN, credit_content, proposal_content
from tests.journeys.steps import Town, uscc

REASON = "信用良好,承接过同等规模的项目"


def agent(number: int) -> Actor:
    return Actor(f"agent-{number}", uscc(number), frozenset({Role.AGENCY_AGENT}))


def now(town: Town, notice: Notice) -> Notice:
    return town.house.queries.notice(notice.id).notice


def opened(town: Town, runtime: Runtime, content: NoticeContent, amounts: list[int], **quote: Any) -> Notice:
    """Publish, let one agency an amount quote, and open."""
    for number in range(len(amounts)):
        town.settle_agency(uscc(number))
    town.anchor()
    notice = town.publish(content)
    for number, amount in enumerate(amounts):
        town.quote(uscc(number), notice, amount, **quote)
    runtime.move_to(publication_of(notice).closes_at + timedelta(seconds=3))
    return now(town, notice)


def listed(town: Town, runtime: Runtime, count: int = 5) -> Notice:
    """Bring a credit notice to its small list of two."""
    notice = opened(
        town, runtime, credit_content(service_type=SURVEY), [40_000_00 + at for at in range(count)]
    )
    assert notice.state is NoticeState.SELECTING
    runtime.move_to(runtime.now() + timedelta(hours=16))
    town.reveal()
    runtime.drain()
    return now(town, notice)


def choose(town: Town, notice: Notice, code: str) -> None:
    prepare_pick(town.house, town.owner.actor, notice.id, code, REASON)
    approve_choice(town.house, ADMIN, notice.id)


def score(town: Town, notice: Notice, points: Points) -> None:
    prepare_scores(town.house, town.owner.actor, notice.id, points, REASON)
    approve_choice(town.house, ADMIN, notice.id)


def order_of(town: Town, notice: Notice) -> list[OrderRow]:
    assert notice.selection is not None
    return read_order(town.house, notice.id, notice.selection.order_hash)


def test_the_small_list_is_drawn_by_tickets_and_laid_before_the_owner(town: Town, runtime: Runtime) -> None:
    notice = listed(town, runtime)

    record = town.house.queries.draw(notice.notice_no or "")[1]
    assert (record["method"], record["take"], verify(record).status) == ("weighted", 2, Verdict.RIGHT)
    assert record["tickets"] == [100] * 5  # all five are tied on the line of the big list of four
    assert notice.state is NoticeState.PENDING_OWNER
    assert [row.uscc for row in read_before(town.house, notice).listed] == record["order"]


def test_the_owners_pick_stands_first_and_the_rest_of_the_small_list_behind_it(
    town: Town, runtime: Runtime
) -> None:
    notice = listed(town, runtime)
    first, second = (row.uscc for row in read_before(town.house, notice).listed)

    choose(town, notice, second)

    chosen = now(town, notice)
    assert chosen.state is NoticeState.PUBLICITY
    assert [row.uscc for row in order_of(town, chosen)] == [second, first]
    assert order_of(town, chosen)[0].reasons == ("on-small-list", "chosen-by-owner")


def test_what_the_agent_prepared_changes_nothing_until_the_administrator_approves_it(
    town: Town, runtime: Runtime
) -> None:
    notice = listed(town, runtime)
    first, second = (row.uscc for row in read_before(town.house, notice).listed)

    with pytest.raises(Conflict, match="nothing-prepared"):
        approve_choice(town.house, ADMIN, notice.id)
    prepare_pick(town.house, town.owner.actor, notice.id, first, REASON)
    for wrong in (town.owner.actor, Actor("x", uscc(0), ADMIN.roles)):
        with pytest.raises(Forbidden):
            approve_choice(town.house, wrong, notice.id)
    with pytest.raises(Forbidden):
        prepare_pick(town.house, ADMIN, notice.id, first, REASON)
    assert now(town, notice).state is NoticeState.PENDING_OWNER

    send_back_choice(town.house, ADMIN, notice.id, "请比较两家的同类业绩")
    with pytest.raises(Conflict, match="nothing-prepared"):
        approve_choice(town.house, ADMIN, notice.id)
    choose(town, notice, second)

    assert [row.uscc for row in order_of(town, now(town, notice))] == [second, first]


def test_two_approvals_at_once_are_one(town: Town, runtime: Runtime) -> None:
    notice = listed(town, runtime)
    prepare_pick(
        town.house, town.owner.actor, notice.id, read_before(town.house, notice).listed[0].uscc, REASON
    )

    def approve() -> str:
        try:
            approve_choice(town.house, ADMIN, notice.id)
        except Conflict as refused:
            return refused.code
        return "approved"

    with ThreadPoolExecutor(8) as pool:
        answers = [done.result() for done in [pool.submit(approve) for _ in range(8)]]

    assert sorted(answers) == ["approved", *["nothing-to-choose"] * 7]


def test_nobody_outside_the_small_list_can_be_picked(town: Town, runtime: Runtime) -> None:
    notice = listed(town, runtime)
    small = {row.uscc for row in read_before(town.house, notice).listed}
    other = next(uscc(number) for number in range(5) if uscc(number) not in small)

    with pytest.raises(Invalid):
        choose(town, notice, other)


def test_a_silent_owner_is_reported_and_then_fails_the_notice(town: Town, runtime: Runtime) -> None:
    notice = listed(town, runtime)
    assert notice.choice is not None

    runtime.move_to(notice.choice.due_at + timedelta(seconds=1))
    late = now(town, notice)
    assert late.choice is not None
    assert late.choice.escalated_at is not None
    runtime.move_to(notice.choice.lapses_at + timedelta(seconds=1))

    failed = now(town, notice)
    assert failed.ending is not None
    assert failed.ending.code == "OWNER_TIMEOUT"
    with pytest.raises(Conflict):
        choose(town, notice, uscc(0))


def test_one_registrant_fails_the_credit_method_by_itself(town: Town, runtime: Runtime) -> None:
    notice = opened(town, runtime, credit_content(service_type=SURVEY), [40_000_00])

    assert notice.ending is not None
    assert notice.ending.code == "TOO_FEW"


PDF = b"%PDF-1.7 plan"


def plan_of(town: Town, content: bytes = PDF) -> Plan:
    """Let the agency's browser send a plan to the sealed bucket."""
    return Plan(town.house.files.put("sealed", content, "application/pdf"))


def proposed(town: Town, runtime: Runtime, amounts: list[int], plans: list[Plan | None]) -> Notice:
    """Publish a proposal notice, let agencies quote with their plans, and open."""
    for number in range(len(amounts)):
        town.settle_agency(uscc(number))
    town.anchor()
    notice = town.publish(proposal_content(service_type=SURVEY))
    for number, (amount, plan) in enumerate(zip(amounts, plans, strict=True)):
        town.quote(uscc(number), notice, amount, plan=plan)
    runtime.move_to(publication_of(notice).closes_at + timedelta(seconds=3))
    return now(town, notice)


def scores(*sheets: tuple[int, int]) -> dict[str, tuple[int, int]]:
    return {uscc(number): sheet for number, sheet in enumerate(sheets)}


def test_the_highest_total_wins_and_every_place_says_why(town: Town, runtime: Runtime) -> None:
    plans = [plan_of(town) for _ in range(3)]
    notice = proposed(town, runtime, [40_000_00, 41_000_00, 42_000_00], [*plans])
    assert notice.state is NoticeState.PENDING_OWNER

    score(town, notice, scores((80, 90), (90, 80), (70, 70)))

    chosen = now(town, notice)
    assert chosen.state is NoticeState.PUBLICITY
    rows = order_of(town, chosen)
    assert [(row.uscc, row.measure) for row in rows] == [(uscc(1), 8600), (uscc(0), 8400), (uscc(2), 7000)]
    assert rows[0].reasons == ("highest-total",)


def test_a_tie_that_price_and_credit_do_not_part_is_drawn(town: Town, runtime: Runtime) -> None:
    plans = [plan_of(town) for _ in range(3)]
    notice = proposed(town, runtime, [40_000_00, 40_000_00, 42_000_00], [*plans])

    score(town, notice, scores((80, 80), (80, 80), (70, 70)))

    tied = now(town, notice)
    assert tied.state is NoticeState.SELECTING
    with pytest.raises(Conflict):
        score(town, notice, scores((80, 80), (90, 80), (70, 70)))
    runtime.move_to(runtime.now() + timedelta(hours=16))
    town.reveal()
    runtime.drain()

    record = town.house.queries.draw(notice.notice_no or "")[1]
    assert (record["method"], verify(record).status) == ("tie", Verdict.RIGHT)
    chosen = now(town, notice)
    assert chosen.state is NoticeState.PUBLICITY
    assert [row.uscc for row in order_of(town, chosen)] == [*record["order"], uscc(2)]


def test_a_loser_reads_the_scores_of_its_own_proposal_and_no_other(town: Town, runtime: Runtime) -> None:
    notice = proposed(town, runtime, [40_000_00, 41_000_00], [plan_of(town), plan_of(town)])
    score(town, notice, scores((81, 82), (93, 94)))

    entry = my_entry(town.house, agent(0), notice.notice_no or "")

    assert entry.result is not None
    assert entry.result.points == (81, 82)
    shown: Any = entry_json(entry, runtime.now())
    assert [one["points"] for one in shown["result"]["scores"]] == [81, 82]
    assert "(93" not in str(entry)


def test_whom_the_lists_left_out_reads_by_which_of_them_and_is_no_reserve(
    town: Town, runtime: Runtime
) -> None:
    notice = listed(town, runtime)
    small = {row.uscc for row in read_before(town.house, notice).listed}
    out = next(number for number in range(5) if uscc(number) not in small)

    entry = my_entry(town.house, agent(out), notice.notice_no or "")

    assert entry.result is not None
    assert entry.result.left_out == ("not-drawn-for-small-list",)
    assert entry.state == "NOT_SELECTED"


def test_every_missing_score_is_named_at_its_place(town: Town, runtime: Runtime) -> None:
    notice = proposed(town, runtime, [40_000_00, 41_000_00], [plan_of(town), plan_of(town)])

    with pytest.raises(Invalid) as refused:
        score(town, notice, {uscc(0): (80, 101)})

    assert {(error.pointer, error.code) for error in refused.value.errors} == {
        ("/sheets/0/scores/1/points", "out-of-range"),
        ("/sheets/1/scores/0/points", "required"),
        ("/sheets/1/scores/1/points", "required"),
    }


def test_a_plan_that_is_not_there_or_no_document_makes_the_quote_invalid(
    town: Town, runtime: Runtime
) -> None:
    gone, text = Plan("sealed/f_" + "0" * 26), plan_of(town, b"just words")
    other = replace(plan_of(town), sha256="0" * 64)
    plans = [plan_of(town), plan_of(town), gone, text, other]

    notice = proposed(town, runtime, [40_000_00 + at for at in range(5)], plans)

    assert notice.opening is not None
    assert (notice.opening.received, notice.opening.valid) == (5, 2)
    rows = read_before(town.house, notice).rows
    assert [row.reasons for row in rows if not row.is_valid] == [("missing-plan",)] * 3


def test_a_quote_without_a_plan_is_refused(town: Town) -> None:
    town.settle_agency(uscc(0))
    town.anchor()
    notice = town.publish(proposal_content(service_type=SURVEY))

    with pytest.raises(Invalid):
        town.quote(uscc(0), notice, 40_000_00)
