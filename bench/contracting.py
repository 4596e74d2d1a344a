"""What the steps of a contract cost: one aggregate and one entry in one transaction, few reads (ADR 0045)."""

from collections.abc import Callable
from datetime import timedelta

from bench.calls_seen import TRANSACTION, counted, reads, transaction_items, watched
from bench.figures import Figure
from bench.public_pages import page_figure
from bench.stage import Stage
from chalicelib.domain.marketplace.contracts.facts import Side, Terms
from chalicelib.domain.marketplace.notices.notice import Notice, number_of
from chalicelib.domain.marketplace.notices.timeline import publication_of
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.clock import CHINA
from chalicelib.usecases.awards.answer_award import accept_award
from chalicelib.usecases.contracts.carry_out import publish_contract
from chalicelib.usecases.contracts.deliver_result import accept_result, hand_over_result
from chalicelib.usecases.contracts.sign_contract import confirm_contract, upload_contract
from infra.local.capacity import meter
from tests.factories.agencies import SURVEY
from tests.factories.notices import OWNER, lowest_content
from tests.journeys.steps import Town, uscc

PRICES_FEN = (40_000_00, 41_000_00)
PAPER = b"%PDF-1.7\n"
ADMIN = Actor("owner-admin", OWNER, frozenset({Role.OWNER_ADMIN}))


def measure(stage: Stage) -> list[Figure]:
    """Sign a contract, deliver under it and read its public page."""
    town = stage.new_town(len(PRICES_FEN))
    notice = _accepted(stage, town)
    today = town.house.clock.product_now().astimezone(CHINA).date()
    terms = Terms("测绘服务合同", PRICES_FEN[0], today, today, today + timedelta(days=20), "测绘。")
    file_id = town.house.files.put("public", PAPER, "application/pdf")
    agent, owner = _of_winner(Role.AGENCY_AGENT), town.owner.actor
    figures = [
        _figure(
            "contract_upload@1",
            lambda: upload_contract(town.house, agent, Side.AGENCY, notice.id, terms, (file_id, None)),
        ),
        _figure(
            "contract_confirmation@1", lambda: confirm_contract(town.house, ADMIN, Side.OWNER, notice.id)
        ),
    ]
    publish_contract(town.house, owner, notice.id)
    result = town.house.files.put("dossier", PAPER, "application/pdf")
    figures += [
        _figure("result_upload@1", lambda: hand_over_result(town.house, agent, notice.id, today, result, "")),
        _figure("result_acceptance@1", lambda: accept_result(town.house, owner, notice.id)),
    ]
    stage.runtime.drain()
    return [*figures, page_figure(stage, "contract_page@1", f"/contracts/{number_of(notice)}")]


def _accepted(stage: Stage, town: Town) -> Notice:
    notice = town.publish(lowest_content(service_type=SURVEY))
    for number, price in enumerate(PRICES_FEN):
        town.quote(uscc(number), notice, price)
    stage.runtime.move_to(publication_of(notice).closes_at + timedelta(seconds=3))
    shown = town.house.queries.notice_alone(notice.id)
    if shown.publicity is None:
        raise RuntimeError("nobody was selected")
    stage.runtime.move_to(shown.publicity.ends_at + timedelta(hours=9))
    return accept_award(town.house, _of_winner(Role.AGENCY_ADMIN), notice.id)


def _of_winner(role: Role) -> Actor:
    return Actor(f"{role}-of-winner", uscc(0), frozenset({role}))


def _figure(operation: str, run: Callable[[], object]) -> Figure:
    with meter(this_thread_only=True) as usage, watched() as seen:
        run()
    parts = {
        "reads": float(len(reads(seen))),
        "transactions": float(counted(seen, TRANSACTION)),
        **{name: float(count) for name, count in usage.other_calls.items()},
    }
    items = transaction_items(seen)
    return Figure(operation, items=items, calls=usage.calls, rcu=usage.rcu, wcu=usage.wcu, apart=parts)
