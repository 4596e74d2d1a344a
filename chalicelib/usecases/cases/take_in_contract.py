"""Take in a purchase whose result was accepted as a served case: an effect of the ledger's stream (ADR 0074).

Its telephone is the public contact of the notice, as far as the vault still has it; where that is a landline,
or gone, the case says so and nobody is asked. A message that comes again finds the case there.
"""

from datetime import datetime
from typing import Any

from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.satisfaction.cases.contract_case import PROMISED, applicant_of
from chalicelib.domain.satisfaction.cases.served_case import Source, case_id
from chalicelib.kernel.actors import SYSTEM
from chalicelib.kernel.clock import format_instant
from chalicelib.usecases.cases.take_in_case import take_in_within
from chalicelib.usecases.contracts.step import department_org
from chalicelib.usecases.notices.contact import known_contact
from chalicelib.usecases.ports import House, UnitOfWork


def take_in_contract(house: House, notice_id: str) -> None:
    """Take in the case of a completed purchase, once; one that is not completed has none."""
    notice = house.queries.notice_alone(notice_id)
    body = _body(house, notice)
    if body is None:
        return
    identifier = case_id(body["project_no"], body["service_no"])

    def attempt(uow: UnitOfWork, _now: datetime) -> None:
        # Whom to ask may have changed since the first time: what was taken in then stays.
        if uow.cases.find(identifier) is None:
            take_in_within(house, uow, SYSTEM, body, Source.MARKETPLACE)

    house.transact(attempt)


def _body(house: House, notice: Notice) -> dict[str, Any] | None:
    """Return a completed purchase as a case that the API could have been told of."""
    contract, delivery, content = notice.contract, notice.delivery, notice.content
    if contract is None or delivery is None or delivery.accepted_at is None:
        return None
    unit = department_org(house, notice)
    known = house.service_types.department_by_org(unit)
    return {
        "project_no": contract.contract_no,
        "service_no": 1,
        "task_code": content.service_item_code or content.service_type,
        "task_name": content.service_item_name or house.service_types.name_of(content.service_type),
        "dept_code": unit,
        "dept_name": known.name if known else unit,
        "region_code": content.division or house.division,
        "accept_time": format_instant(contract.at),
        "done_time": format_instant(delivery.accepted_at),
        "promise_type": PROMISED,
        "user_type": applicant_of(notice.owner),
        "phone": known_contact(house, notice.id).get("contact_phone", ""),
    }
