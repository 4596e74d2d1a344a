"""What a draft still lacks, and what in its words may restrict competition (docs/rules.md §4.4)."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from chalicelib.domain.marketplace.notices.checks import Frame, check_content
from chalicelib.domain.marketplace.notices.clauses import Finding, find_clauses
from chalicelib.domain.marketplace.notices.code_checks import code_errors
from chalicelib.domain.marketplace.notices.content import NoticeContent
from chalicelib.domain.marketplace.notices.item_checks import item_errors
from chalicelib.domain.marketplace.notices.restrictions import find_restrictions
from chalicelib.domain.marketplace.notices.steps import Step, errors_by_step
from chalicelib.domain.marketplace.rules import MarketRules
from chalicelib.domain.marketplace.service_items.item import ServiceItem
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.errors import FieldError, NotFound
from chalicelib.kernel.records import dataclass
from chalicelib.usecases.notices.choose_item import law_of
from chalicelib.usecases.notices.contact import CONTACT_FIELDS
from chalicelib.usecases.ports import House, NoticeView


@dataclass(frozen=True, slots=True)
class DraftCheck:
    """Errors by the step that mends them, clauses found in the words, requirements beyond the law."""

    errors: Mapping[Step, tuple[FieldError, ...]]
    clauses: tuple[Finding, ...]
    restrictions: tuple[Finding, ...]

    @property
    def is_clean(self) -> bool:
        """Tell whether the draft can be submitted."""
        return not any(self.errors.values())


def check_draft(house: House, view: NoticeView, now: datetime) -> DraftCheck:
    """Judge a draft as its submission would, without refusing anything."""
    content, rules = view.notice.content, house.rules.load()
    frame = Frame(rules, house.calendar, now, view.notice.too_few_before, view.notice.owner)
    item = _item(house, content)
    found = (*item_errors(content, item, now), *code_errors(content, house.service_types))
    errors = errors_by_step((*check_content(content, frame), *found))
    errors[Step.PROJECT] = tuple(_named(errors[Step.PROJECT], view.contact))
    return DraftCheck(errors, find_clauses(content, rules), restrictions(house, content, rules))


def _item(house: House, content: NoticeContent) -> ServiceItem | None:
    if not content.service_item:
        return None
    try:
        return house.queries.service_item(content.service_item)[0]
    except NotFound:
        return None


def restrictions(house: House, content: NoticeContent, rules: MarketRules) -> tuple[Finding, ...]:
    """Name the requirements that go beyond what the law asks for the service type."""
    return find_restrictions(content, rules, law_of(house.service_types, content.service_type))


def _named(errors: tuple[FieldError, ...], contact: Mapping[str, Json]) -> Iterator[FieldError]:
    """Put the missing contact where it is typed: name, phone and complaint phone, each for itself."""
    for error in errors:
        if error.pointer == "/contact_ref":
            yield from (
                FieldError(f"/{name}", "required") for name in CONTACT_FIELDS if not contact.get(name)
            )
        else:
            yield error
