"""A day of the ledger as its checker sees it: the digest, and a page of its chains with their faults."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from chalicelib.domain.digests import ChainHead
from chalicelib.domain.ledger import Finding
from chalicelib.kernel.canonical import Json
from chalicelib.usecases.audit_day import AuditedDay
from chalicelib.web.views.plain import plain

CHAINS_A_PAGE = 25
"""Each chain is read whole, so this is how much of the ledger one request reads."""


def checked_page(
    audited: AuditedDay, chains: Sequence[ChainHead], found: Iterable[Finding], number: int
) -> dict[str, Any]:
    """Return everything the page of a day shows; `lost` says that the list of its chains itself is gone."""
    faults: dict[str, list[Finding]] = {}
    for finding in found:
        faults.setdefault(finding.aggregate, []).append(finding)
    total = len(audited.heads or ())
    return {
        "digest": audited.digest,
        "hash": audited.hash,
        "faults": audited.faults,
        "lost": audited.heads is None,
        "chains": [{"head": head, "faults": faults.get(head.aggregate, [])} for head in chains],
        "checked_from": (number - 1) * CHAINS_A_PAGE + 1,
        "checked_to": (number - 1) * CHAINS_A_PAGE + len(chains),
        "total": total,
        "number": number,
        "next_page": number + 1 if number * CHAINS_A_PAGE < total else None,
    }


def digest_json(page: Mapping[str, Any]) -> dict[str, Json]:
    """Return the same for the API."""
    return {
        "day": plain(page["digest"].day),
        "root": page["digest"].root,
        "hash": page["hash"],
        "entries": page["digest"].entries,
        "chains_total": page["total"],
        "lost": page["lost"],
        "faults": [_fault(finding) for finding in page["faults"]],
        "items": [
            {
                "aggregate": chain["head"].aggregate,
                "seq": chain["head"].seq,
                "hash": chain["head"].hash,
                "faults": [_fault(finding) for finding in chain["faults"]],
            }
            for chain in page["chains"]
        ],
        "next_page": page["next_page"],
    }


def _fault(finding: Finding) -> dict[str, Json]:
    return {"aggregate": finding.aggregate, "seq": finding.seq, "fault": finding.fault.value}
