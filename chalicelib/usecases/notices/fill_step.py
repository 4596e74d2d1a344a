"""Save a step of the wizard; a newly chosen service brings the requirements that the law sets for it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from chalicelib.domain.marketplace.notices import drafts
from chalicelib.domain.marketplace.notices.content import NoticeContent
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.steps import STEP_FIELDS, Step
from chalicelib.kernel.canonical import Json
from chalicelib.usecases.identity_ports import SignedIn
from chalicelib.usecases.notices.choose_item import lawful_requirement
from chalicelib.usecases.notices.edit_notice import edit_notice, publish_card
from chalicelib.usecases.ports import House, UnitOfWork

LAWFUL_QUALIFICATION: Final = "法律法规规定从事该项服务应当具备的资质。"
LAWFUL_PRACTITIONERS: Final = "法律法规规定从事该项服务应当配备的执业人员。"
"""Public text of the notice, therefore in its language; the owner may write another."""


def fill_step(
    house: House,
    person: SignedIn,
    notice_id: str,
    step: Step,
    values: Mapping[str, Json],
    expected_version: int | None = None,
) -> tuple[Notice, int]:
    """Save a step, and fill in the requirements while nobody has touched them.

    Raises:
        PreconditionFailed: when another version than the expected one is stored.
    """
    notice, version = edit_notice(house, person, notice_id, step, values, expected_version)
    if step is Step.SERVICE and notice.content.service_type and _is_untouched(notice.content):
        return prefill_requirements(house, person, notice_id)
    return notice, version


def prefill_requirements(house: House, person: SignedIn, notice_id: str) -> tuple[Notice, int]:
    """Write what the law asks for the service type into the requirements, unless something stands there."""

    def attempt(uow: UnitOfWork, now: datetime) -> tuple[Notice, int]:
        notice = uow.notices.load(notice_id)
        values = _lawful(house, notice.content)
        if values and _is_untouched(notice.content):
            decision = drafts.edit_step(notice, Step.REQUIREMENTS, values, person.actor, now)
            uow.notices.save(decision, person.actor)
            publish_card(uow, decision.state, person.org_name)
            notice = decision.state
        return notice, uow.notices.version(notice_id)

    return house.transact(attempt)


def _is_untouched(content: NoticeContent) -> bool:
    empty = NoticeContent()
    return all(getattr(content, name) == getattr(empty, name) for name in STEP_FIELDS[Step.REQUIREMENTS])


def _lawful(house: House, content: NoticeContent) -> dict[str, Any]:
    qualifications, practitioners = lawful_requirement(house.service_types, content.service_type)
    values: dict[str, Any] = {}
    if qualifications:
        values |= {"qualifications": qualifications, "qualification_note": LAWFUL_QUALIFICATION}
    if practitioners:
        values |= {"practitioners": practitioners, "practitioner_note": LAWFUL_PRACTITIONERS}
    return values
