"""Judges a whole notice and names all its errors at once, each with a JSON pointer (docs/rules.md §4.4).

A draft may be as unfinished as it likes; these checks run when it is shown to its author and must be
clean when it is submitted, published or amended.
"""

from collections.abc import Iterator
from datetime import date, datetime

from chalicelib.domain.marketplace.notices.clauses import Finding, find_clauses
from chalicelib.domain.marketplace.notices.content import Attachment, NoticeContent
from chalicelib.domain.marketplace.notices.field_checks import identifier_errors, length_errors
from chalicelib.domain.marketplace.notices.method_checks import check_method_terms
from chalicelib.domain.marketplace.notices.price_checks import check_method, check_price
from chalicelib.domain.marketplace.notices.requirement_checks import check_requirements
from chalicelib.domain.marketplace.rules import MarketRules
from chalicelib.kernel.clock import CHINA
from chalicelib.kernel.errors import FieldError
from chalicelib.kernel.identifiers import check_division, check_project_code, check_uscc
from chalicelib.kernel.records import dataclass
from chalicelib.kernel.workdays import Calendar, after_workdays


@dataclass(frozen=True, slots=True)
class Frame:
    """What a content is judged against: the rules, the calendar, the instant, the chain's failures."""

    rules: MarketRules
    calendar: Calendar
    now: datetime
    too_few_before: int = 0
    owner: str = ""

    @property
    def today(self) -> date:
        """Return the day it is in China."""
        return self.now.astimezone(CHINA).date()


def check_content(content: NoticeContent, frame: Frame) -> tuple[FieldError, ...]:
    """Return every error of a notice, blocking clauses included; none means that it can be submitted."""
    return (
        *_project(content, frame),
        *_service(content, frame),
        *_term(content, frame),
        *check_requirements(content, frame.rules),
        *check_method(content, frame.rules, frame.too_few_before),
        *check_method_terms(content, frame.rules, frame.too_few_before, frame.owner),
        *check_price(content, frame.rules),
        *_dates(content, frame),
        *(clause_error(found) for found in find_clauses(content, frame.rules) if found.blocking),
    )


def clause_error(found: Finding) -> FieldError:
    """Return the field error of a forbidden clause: which, why, by which article, and where it stands."""
    params = {"clause": found.code, "reason": found.reason, "source": found.source}
    return FieldError(found.pointer, "forbidden-clause", {**params, "start": found.start, "end": found.end})


def _project(content: NoticeContent, frame: Frame) -> Iterator[FieldError]:
    limits = frame.rules.notice
    yield from length_errors("/title", content.title, limits.title_min_chars, limits.title_max_chars)
    yield from identifier_errors("/division", check_division, content.division)
    yield from length_errors("/zone", content.zone, 0, limits.title_max_chars)
    if content.is_investment or content.project_code:
        yield from identifier_errors("/project_code", check_project_code, content.project_code)
    for name in ("approval_project", "approval_code", "approval_serial"):
        yield from length_errors(f"/{name}", getattr(content, name), 0, limits.title_max_chars)
    if content.contact_ref is None:
        yield FieldError("/contact_ref", "required")


def _service(content: NoticeContent, frame: Frame) -> Iterator[FieldError]:
    limits = frame.rules.notice
    for name in ("service_item", "service_type", "department"):
        if not getattr(content, name):
            yield FieldError(f"/{name}", "required")
    # Without it nobody could tell whether the department's own enterprise takes part (gate 5).
    yield from identifier_errors("/approving_department", check_uscc, content.approving_department)
    yield from length_errors("/scope", content.scope, limits.scope_min_chars, limits.scope_max_chars)
    yield from _scale(content)
    yield from _funds(content)
    if len(content.attachments) > limits.attachments_max:
        yield FieldError("/attachments", "too-many", {"max": limits.attachments_max})
    for place, attachment in enumerate(content.attachments):
        yield from _attachment(f"/attachments/{place}", attachment, frame.rules)


def _scale(content: NoticeContent) -> Iterator[FieldError]:
    if content.scale_type is None:
        yield FieldError("/scale_type", "required")
    if content.scale_hundredths is None:
        yield FieldError("/scale_hundredths", "required")
    elif content.scale_hundredths <= 0:
        yield FieldError("/scale_hundredths", "not-positive")


def _funds(content: NoticeContent) -> Iterator[FieldError]:
    shares = {"fiscal_percent": content.fiscal_percent, "social_percent": content.social_percent}
    for name, share in shares.items():
        if share is None:
            yield FieldError(f"/{name}", "required")
        elif not 0 <= share <= 100:
            yield FieldError(f"/{name}", "out-of-range", {"min": 0, "max": 100})
    known = [share for share in shares.values() if share is not None]
    if len(known) == len(shares) and sum(known) != 100:
        yield FieldError("/fiscal_percent", "shares-not-100", {"sum": sum(known)})


def _attachment(pointer: str, attachment: Attachment, rules: MarketRules) -> Iterator[FieldError]:
    yield from length_errors(f"{pointer}/name", attachment.name, 1, rules.notice.title_max_chars)
    kinds = {"pdf": "application/pdf", "jpg": "image/jpeg", "png": "image/png"}
    if attachment.content_type not in {kinds.get(extension) for extension in rules.files.extensions}:
        yield FieldError(f"{pointer}/content_type", "file-type-not-allowed")
    if not 0 < attachment.size_bytes <= rules.files.max_bytes:
        yield FieldError(f"{pointer}/size_bytes", "file-too-large", {"max_bytes": rules.files.max_bytes})
    if len(attachment.sha256) != 64 or not set(attachment.sha256) <= set("0123456789abcdef"):
        yield FieldError(f"{pointer}/sha256", "not-a-sha256")


def _term(content: NoticeContent, frame: Frame) -> Iterator[FieldError]:
    term, most = content.term, frame.rules.notice.service_max_days
    if term.days is None and term.start_on is None and term.end_on is None:
        yield FieldError("/term", "required")
    elif term.days is not None:
        if term.start_on is not None or term.end_on is not None:
            yield FieldError("/term", "days-or-dates")
        if not 1 <= term.days <= most:
            yield FieldError("/term/days", "out-of-range", {"min": 1, "max": most})
    elif term.start_on is None or term.end_on is None:
        yield FieldError("/term/start_on" if term.start_on is None else "/term/end_on", "required")
    else:
        if term.start_on < frame.today:
            yield FieldError("/term/start_on", "past-date")
        if term.end_on <= term.start_on:
            yield FieldError("/term/end_on", "not-after-start")
        elif (term.end_on - term.start_on).days > most:
            yield FieldError("/term/end_on", "out-of-range", {"min": 1, "max": most})


def _dates(content: NoticeContent, frame: Frame) -> Iterator[FieldError]:
    if content.closes_on is None:
        yield FieldError("/closes_on", "required")
        return
    closes_at = datetime.combine(content.closes_on, frame.rules.registration.closing_time, CHINA)
    if not frame.calendar.is_workday(content.closes_on):
        yield FieldError("/closes_on", "not-a-workday")
    if content.method is not None:
        window = frame.rules.window_workdays(content.method)
        least = after_workdays(frame.now, window, frame.calendar, frame.rules.registration.closing_time)
        if closes_at < least.at:
            on = least.at.astimezone(CHINA).date().isoformat()
            yield FieldError("/closes_on", "window-too-short", {"workdays": window, "earliest": on})
    if content.selection_at is not None:
        if content.selection_at < closes_at:
            yield FieldError("/selection_at", "before-deadline")
        if not frame.calendar.is_workday(content.selection_at.astimezone(CHINA).date()):
            yield FieldError("/selection_at", "not-a-workday")
