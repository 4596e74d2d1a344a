"""Files of a contract and its results: which bucket takes them, and what they are once they are there (§4.2).

What everybody may read lies in the public bucket and gets an address only when the contract is published;
what holds secrets, and every result, lies with the dossiers, which the public function cannot read.
"""

from collections.abc import Callable
from enum import StrEnum

from chalicelib.domain.marketplace.contracts.facts import Document, Result
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.errors import DomainError, FieldError, Forbidden, Invalid, NotFound
from chalicelib.usecases.file_ports import Upload
from chalicelib.usecases.notices.attach_file import EXTENSIONS, judge_file
from chalicelib.usecases.ports import House


class Paper(StrEnum):
    """What a file is sent for."""

    CONTRACT = "contract"
    CLOSED = "closed"
    PUBLIC = "public"
    RESULT = "result"


OPEN, SECRET = "public", "dossier"
PURPOSES = {Paper.CONTRACT: OPEN, Paper.CLOSED: SECRET, Paper.PUBLIC: OPEN, Paper.RESULT: SECRET}


def begin_paper(house: House, paper: Paper, back_to: str | Callable[[str], str]) -> Upload:
    """Return the form that sends one file; `back_to` makes the way back from the file's id."""
    return house.files.begin_upload(PURPOSES[paper], house.rules.load().files.max_bytes, back_to)


def is_secret(file_id: str) -> bool:
    """Tell whether a file lies where the public cannot read it."""
    return file_id.startswith(f"{SECRET}/")


def read_paper(house: House, file_id: str, field: str = "/file_id") -> Document:
    """Read an uploaded file and judge it.

    Raises:
        Invalid: at the field, with what is wrong with the file.
    """
    try:
        stored = judge_file(house, file_id)
    except DomainError as refusal:
        codes = [error.code for error in refusal.errors] or ["unknown-file"]
        raise Invalid(errors=[FieldError(field, code) for code in codes]) from refusal
    return Document(stored.file_id, stored.sha256, stored.size_bytes, stored.content_type or "")


def read_contract(house: House, file_id: str, public_file_id: str | None) -> tuple[Document, Document | None]:
    """Read the contract and, where it holds secrets, the version without them.

    Raises:
        Invalid: what is wrong with either; `public-version-needed` where everybody would see nothing.
    """
    if is_secret(file_id) and not public_file_id:
        raise Invalid(errors=[FieldError("/public_file_id", "public-version-needed")])
    whole = read_paper(house, file_id)
    if not is_secret(file_id) or not public_file_id:
        return whole, None
    return whole, read_paper(house, public_file_id, "/public_file_id")


def document_link(house: House, notice: Notice, name: str) -> str:
    """Return a short-lived address of a file by its name in `documents`.

    Raises:
        NotFound: when there is no such file.
    """
    found = documents(notice).get(name)
    if found is None:
        raise NotFound("not-found", kind="file")
    title = f"{notice.notice_no}-{name}.{EXTENSIONS[found.content_type]}"
    return house.files.link(found.file_id, title)


def documents(notice: Notice) -> dict[str, Document]:
    """Name every file of a purchase's contract and results."""
    found: dict[str, Document] = {}
    offer = notice.signing.offer if notice.signing else None
    for prefix, one in (("offer", offer), ("contract", notice.contract)):
        if one is not None:
            found[prefix] = one.file
            if one.public_file is not None:
                found[f"{prefix}-public"] = one.public_file
    results = notice.delivery.results if notice.delivery else ()
    return found | {f"result-{number}": result.file for number, result in enumerate(results, start=1)}


def accepted_result(notice: Notice) -> Result | None:
    """Return the result that was accepted, once everybody may read the contract; None before."""
    contract, delivery = notice.contract, notice.delivery
    if contract is None or contract.published_at is None or delivery is None or delivery.accepted_at is None:
        return None
    return delivery.results[-1]


def result_link(house: House, notice: Notice, actor: Actor) -> str:
    """Return a short-lived address of the accepted file, for the department that approves upon it.

    Raises:
        Forbidden: `not-the-approving-department`.
        NotFound: while there is no accepted result.
    """
    if actor.org != notice.content.approving_department:
        raise Forbidden("not-the-approving-department")
    if accepted_result(notice) is None or notice.delivery is None:
        raise NotFound("not-found", kind="result")
    return document_link(house, notice, f"result-{len(notice.delivery.results)}")


def public_document(notice: Notice) -> Document | None:
    """Return the version of the contract that everybody may read; None before it is published."""
    contract = notice.contract
    if contract is None or contract.published_at is None:
        return None
    return contract.public_file or contract.file
