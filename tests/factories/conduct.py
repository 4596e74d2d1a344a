"""Sanctions and cases in the running product, as a decision or a list entry in force would leave them."""

from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

from chalicelib.domain.marketplace.conduct.case import Case, Ruling
from chalicelib.domain.marketplace.conduct.case_steps import Allegation
from chalicelib.domain.marketplace.conduct.evaluated import count_evaluation
from chalicelib.domain.marketplace.conduct.facts import Measure, MeasureKind, Sanction, Source
from chalicelib.domain.marketplace.conduct.sanctioning import impose
from chalicelib.kernel.actors import SYSTEM, Actor, Role
from chalicelib.usecases.agencies.changing import noted
from chalicelib.usecases.conduct.decide_case import decide_case, deliver_decision
from chalicelib.usecases.conduct.hear_case import answer_case, notify_agency
from chalicelib.usecases.conduct.report_case import Report, investigate_case, report_case
from chalicelib.usecases.ports import House, UnitOfWork
from tests.factories.agencies import SURVEY, service_types


def put_on_list(
    house: House,
    uscc: str,
    kind: MeasureKind = MeasureKind.BLACKLIST,
    days: int = 365,
    number: str = "MD-370700-2026-000001-A",
    **changes: Any,
) -> None:
    """Let an entry of a list come into force now."""

    def attempt(uow: UnitOfWork, now: datetime) -> None:
        measure = Measure(kind, now, now + timedelta(days=days))
        sanction = Sanction(
            **{
                "number": number,
                "source": Source.LIST,
                "basis": "serious-dishonesty",
                "document_no": "潍失信〔2026〕3号",
                "authority": "潍坊市市场监督管理局",
                "decided_at": now,
                "measures": (measure,),
                **changes,
            }
        )
        agency = uow.agencies.find(uscc)
        decision = impose(agency, uscc, [sanction], now)
        assert decision is not None
        save = uow.agencies.add if agency is None else uow.agencies.save
        save(noted(house, decision), SYSTEM)

    house.transact(attempt)


def put_evaluation(house: House, uscc: str, notice_no: str, mean: Fraction | None) -> None:
    """Let the evaluation of a purchase count from now on, or no more (None)."""

    def attempt(uow: UnitOfWork, now: datetime) -> None:
        months = house.rules.load().evaluation.credit_months
        decision = count_evaluation(uow.agencies.load(uscc), notice_no, mean, now, months)
        assert decision is not None
        uow.agencies.save(noted(house, decision), SYSTEM)

    house.transact(attempt)


def decided_case(house: House, uscc: str, reporter: Actor, service_type: str = "JS01") -> Case:
    """Bring a case into force that restricts one service type, by two officials of the department."""
    department = service_types().department_of(SURVEY).org
    first, second = (Actor(f"official-{n}", department, frozenset({Role.DEPARTMENT})) for n in (1, 2))
    agency = Actor("accused", uscc, frozenset({Role.AGENCY_ADMIN}))
    said = Allegation(uscc, "subcontracting", SURVEY)
    case = report_case(house, reporter, Report(said, "中选后把外业全部转给别家完成。"))
    investigate_case(house, first, case.id)
    notify_agency(house, first, case.id, "经查涉嫌转包，拟限制一类服务。")
    answer_case(house, agency, case.id, "我单位没有转包。")
    ruling = Ruling(suspension_months=6, service_types=(service_type,))
    decide_case(house, second, case.id, ruling, "外业由另一家机构完成。")
    return deliver_decision(house, second, case.id)
