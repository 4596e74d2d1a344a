"""Contracts, results and evaluations for tests: the awarded notice of `factories.notices` carried on."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from chalicelib.domain.marketplace.awards import acceptance
from chalicelib.domain.marketplace.contracts import carrying_out, delivering, signing
from chalicelib.domain.marketplace.contracts.facts import Document, Side, Terms
from chalicelib.domain.marketplace.evaluations.facts import Scores
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.kernel.actors import Role
from tests.factories.notices import (
    ADMIN,
    AGENCY,
    AGENT,
    BIDDER,
    CALENDAR,
    DEPARTMENT,
    STANDS,
    awarded,
    china,
    person,
    rules,
)

BIDDER_ADMIN = person("agency-admin", Role.AGENCY_ADMIN, AGENCY)
SUPERVISOR = person("supervisor", Role.SUPERVISOR, "supervisor")
ACCEPTED_AT = china(2026, 3, 19, 9)
"""The Thursday on which the publicity ended; the award notice went out at midnight."""
UPLOADED_AT = china(2026, 3, 20, 10)
CONFIRMED_AT = china(2026, 3, 23, 11)
HANDED_OVER_AT = china(2026, 4, 21, 9)
PRICE_FEN = 48_500_00
NUMBER = "HT-370700-2026-000001-X"


def accepted(**changes: Any) -> Notice:
    """Return a notice whose winner accepted on the Thursday."""
    return acceptance.accept(awarded(**changes), STANDS, BIDDER, ACCEPTED_AT, rules(), CALENDAR).state


def make_terms(**changes: Any) -> Terms:
    """Return the terms of a contract over thirty days at the award's price."""
    terms = Terms(
        name="滨河路改造工程测绘服务合同",
        amount_fen=PRICE_FEN,
        signed_on=date(2026, 3, 20),
        starts_on=date(2026, 3, 23),
        ends_on=date(2026, 4, 21),
        content="完成一比五百地形图测绘并提交成果报告。",
    )
    return replace(terms, **changes)


def make_document(name: str = "public/f_1") -> Document:
    """Return a stored file."""
    return Document(name, "a" * 64, 1234, "application/pdf")


def papers(terms: Terms | None = None, **changes: Any) -> signing.Papers:
    """Return what a side uploads."""
    given = signing.Papers(terms or make_terms(), make_document(), None)
    return replace(given, **changes)


def uploaded(now: datetime = UPLOADED_AT) -> Notice:
    """Return a notice whose contract the agency uploaded and the owner has to confirm."""
    return signing.upload(accepted(), Side.AGENCY, papers(), STANDS, BIDDER, now, rules(), CALENDAR).state


def in_service(now: datetime = CONFIRMED_AT) -> Notice:
    """Return a notice whose contract is in force since the Monday."""
    return signing.confirm(uploaded(), Side.OWNER, NUMBER, STANDS, ADMIN, now, rules(), CALENDAR).state


def performing() -> Notice:
    """Return a notice whose contract is in force, published and filed."""
    published = carrying_out.publish(in_service(), AGENT, CONFIRMED_AT).state
    return carrying_out.file_copy(published, AGENT, CONFIRMED_AT).state


def handed_over(notice: Notice | None = None, now: datetime = HANDED_OVER_AT) -> Notice:
    """Return a notice whose result waits for the owner."""
    given = delivering.HandedOver(date(2026, 4, 20), make_document("dossier/f_2"), "成果报告和图纸。")
    return delivering.hand_over(notice or performing(), given, BIDDER, now, rules(), CALENDAR).state


def completed() -> Notice:
    """Return a notice whose result was accepted on 22 April, a Wednesday."""
    return delivering.accept(handed_over(), DEPARTMENT, AGENT, china(2026, 4, 22, 9), rules(), CALENDAR).state


def make_scores(*values: int, **changes: int) -> Scores:
    """Return scores, five of each unless told."""
    given = values or (5, 5, 5, 5, 5, 5)
    return replace(Scores(*given), **changes)
