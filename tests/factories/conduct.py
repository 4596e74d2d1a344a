"""Sanctions put on agencies of the running product, as a decision or a list entry in force would."""

from datetime import datetime, timedelta
from typing import Any

from chalicelib.domain.marketplace.conduct.facts import Measure, MeasureKind, Sanction, Source
from chalicelib.domain.marketplace.conduct.sanctioning import impose
from chalicelib.kernel.actors import SYSTEM
from chalicelib.usecases.agencies.changing import noted
from chalicelib.usecases.ports import House, UnitOfWork


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
