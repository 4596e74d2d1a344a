"""Plans after the opening: read once by the opening, kept for the deciding owner; never public (§3.4).

A copy lies under the key that the plan had while it was sealed, so that an opening that was killed and runs
again writes the same rows.
"""

from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.quotes.quote import Quote
from chalicelib.domain.marketplace.rules import MarketRules
from chalicelib.kernel.errors import NotFound
from chalicelib.usecases.file_ports import StoredFile
from chalicelib.usecases.openings.rows import OpenedQuote, PlanCopy
from chalicelib.usecases.ports import House
from chalicelib.usecases.quotes.plans import SEALED, asks_plan

KEPT = "dossier"
EXTENSIONS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}


def open_plan(house: House, notice: Notice, quote: Quote, rules: MarketRules) -> tuple[PlanCopy | None, str]:
    """Return the copy of a quote's plan, or why there is none; both empty where no plan is asked for."""
    if not asks_plan(notice):
        return None, ""
    plan = quote.plan
    if plan is None or not plan.file_id.startswith(f"{SEALED}/"):
        return None, "missing-plan"
    try:
        stored, content = house.files.read(plan.file_id)
    except NotFound:
        return None, "missing-plan"
    if not _is_readable(stored, rules) or plan.sha256 not in ("", stored.sha256):
        return None, "missing-plan"
    content_type = stored.content_type or ""
    kept = house.files.keep(plan.file_id, KEPT, content, content_type)
    return PlanCopy(kept, stored.sha256, stored.size_bytes, content_type), ""


def plan_link(house: House, notice: Notice, rows: tuple[OpenedQuote, ...], uscc: str) -> str:
    """Return a short-lived address of an agency's plan, for the owner.

    Raises:
        NotFound: when there is none.
    """
    found = next((row for row in rows if row.uscc == uscc and row.is_valid), None)
    if found is None or found.plan_copy is None:
        raise NotFound("not-found", kind="file")
    copy = found.plan_copy
    name = f"{notice.notice_no}-{uscc}.{EXTENSIONS[copy.content_type]}"
    return house.files.link(copy.file_id, name)


def _is_readable(stored: StoredFile, rules: MarketRules) -> bool:
    is_known = EXTENSIONS.get(stored.content_type or "") in rules.files.extensions
    return is_known and stored.size_bytes <= rules.files.max_bytes and stored.scan == "clean"
