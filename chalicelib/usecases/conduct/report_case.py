"""Report a violation with evidence: by owner, agency, operator, department or supervisor (§2.6, §5)."""

from datetime import datetime

from chalicelib.domain.decisions import Decision
from chalicelib.domain.marketplace.conduct import case_steps
from chalicelib.domain.marketplace.conduct.case import Case, Evidence
from chalicelib.domain.marketplace.conduct.case_rights import (
    check_may_read,
    check_may_report,
    is_accused,
    is_authority,
)
from chalicelib.domain.marketplace.conduct.case_steps import Allegation
from chalicelib.domain.marketplace.rules import MarketRules
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.entered import Unreadable
from chalicelib.kernel.errors import FieldError, Invalid, NotFound
from chalicelib.kernel.identifiers import normalise_uscc
from chalicelib.kernel.ids import new_id
from chalicelib.kernel.numbers import normalise_notice_number
from chalicelib.kernel.records import dataclass
from chalicelib.usecases.agencies.changing import shown_dossier
from chalicelib.usecases.conduct.changing import (
    CASE_PREFIX,
    case_ref,
    change_case,
    load_case,
    next_number,
    step_with_words,
)
from chalicelib.usecases.file_ports import StoredFile, Upload
from chalicelib.usecases.ports import House, Once, UnitOfWork

PURPOSE = "dossier"
"""Evidence lies with what agencies show of themselves: nobody but the desk reads that bucket."""
EXTENSIONS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}


@dataclass(frozen=True, slots=True)
class Report:
    """What somebody reports, with the words that nobody but the authority will read."""

    said: Allegation
    text: str


def report_case(house: House, actor: Actor, report: Report, once: Once | None = None) -> Case:
    """Open a case before the department that answers for the service type.

    Raises:
        Forbidden: `role-needed` or `own-affair`.
        Invalid: with what is wrong with the report; `unknown-agency` when nobody has that USCC here,
            `unknown-notice` for a number that no published notice has.
    """
    said = report.said
    uscc = normalise_uscc(said.uscc)
    check_may_report(actor, uscc)
    notice_no = _published_number(house, said.notice_no)

    def attempt(uow: UnitOfWork, now: datetime) -> Case:
        agency = uow.agencies.find(uscc)
        if agency is None:
            raise Invalid(errors=[FieldError("/uscc", "unknown-agency")])
        identifier = new_id("v", now)
        name = shown_dossier(agency).organisation.name
        named = Allegation(uscc, said.basis, said.service_type, notice_no, name)
        decision = case_steps.report(
            identifier,
            next_number(house, uow, CASE_PREFIX, now),
            named,
            step_with_words(uow, identifier, "report", report.text, actor, now),
            actor,
            house.rules.load(),
            house.service_types,
            house.calendar,
        )
        uow.violations.add(decision, actor)
        return decision.state

    return house.transact(attempt, once=once, ref=case_ref, replay=load_case)


def _published_number(house: House, typed: str) -> str:
    """Return the number of a published notice as it is spelt; a decision would name it in public.

    Raises:
        Invalid: `unknown-notice`, or what is wrong with the number.
    """
    if not typed.strip():
        return ""
    try:
        number = normalise_notice_number(typed)
        is_public = house.queries.notice_by_number(number).notice.publication is not None
    except Unreadable as bad:
        raise Invalid(errors=[FieldError("/notice_no", bad.code, bad.params)]) from None
    except NotFound:
        is_public = False
    if not is_public:
        raise Invalid(errors=[FieldError("/notice_no", "unknown-notice")])
    return number


def begin_evidence(house: House, actor: Actor, case: Case, back_to: str) -> Upload:
    """Return the form by which a person sends one file.

    Raises:
        NotFound: to whom the case does not concern.
    """
    check_may_read(case, actor)
    return house.files.begin_upload(PURPOSE, house.rules.load().files.max_bytes, back_to)


def inspect_evidence(house: House, file_id: str) -> StoredFile:
    """Read an uploaded file and judge it.

    Raises:
        NotFound: when nothing was uploaded under the identifier.
        Invalid: for a type or size that is not taken, a file under scan or one that carries a virus.
    """
    if not file_id.startswith(f"{PURPOSE}/"):
        raise NotFound("file-not-uploaded")
    stored = house.files.inspect(file_id)
    code = None
    if stored.content_type not in EXTENSIONS:
        code = "file-type-not-allowed"
    elif stored.size_bytes > house.rules.load().files.max_bytes:
        code = "file-too-large"
    elif stored.scan != "clean":
        code = "file-infected" if stored.scan == "infected" else "file-still-scanned"
    if code:
        raise Invalid(errors=[FieldError("/file_id", code)])
    return stored


def add_evidence(house: House, actor: Actor, case_id: str, file_id: str, name: str) -> Case:
    """Add an uploaded file to a case; the same file twice is once.

    Raises:
        Forbidden, Conflict, Invalid: as the case's rules say.
    """
    stored = inspect_evidence(house, file_id)

    def attempt(uow: UnitOfWork, _now: datetime) -> Case:
        case = uow.violations.load(case_id)
        check_may_read(case, actor)
        file = Evidence(file_id, name, stored.sha256, stored.size_bytes, stored.content_type or "", actor.org)
        decision = case_steps.add_evidence(case, file, actor)
        if decision is None:
            return case
        uow.violations.save(decision, actor)
        return decision.state

    return house.transact(attempt)


def evidence_address(house: House, actor: Actor, case: Case, place: str) -> str:
    """Return a short-lived address of a file by its place, counted from 1; reporters read their own only.

    Raises:
        NotFound: when there is no such file, or it is not the actor's to read.
    """
    check_may_read(case, actor)
    readable = {str(number): one for number, one in enumerate(case.evidence, start=1)}
    found = readable.get(place)
    if found is None or not may_read_evidence(case, found, actor):
        raise NotFound("not-found", kind="file")
    suffix = f".{EXTENSIONS[found.content_type]}"
    return house.files.link(found.file_id, found.name.removesuffix(suffix) + suffix)


def may_read_evidence(case: Case, file: Evidence, actor: Actor) -> bool:
    """Tell whether a person may open a file: the authority all, everybody else what it handed in itself.

    The agency reads the department's files as well; those of the reporter could tell who reported.
    """
    is_told = is_accused(case, actor) and file.org == case.department
    return is_authority(case, actor) or file.org == actor.org or is_told


def investigate_case(house: House, actor: Actor, case_id: str, once: Once | None = None) -> Case:
    """Take a case up."""

    def decide(_uow: UnitOfWork, case: Case, now: datetime, _rules: MarketRules) -> Decision[Case]:
        return case_steps.investigate(case, actor, now)

    return change_case(house, actor, case_id, decide, once)
