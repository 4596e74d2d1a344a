"""The open notices of an agency's service types, each with its reasons."""

from collections.abc import Iterable
from typing import Any

from chalicelib.domain.marketplace.agencies.service_types import ServiceTypes
from chalicelib.kernel.canonical import Json
from chalicelib.usecases.quotes.matching import Match
from chalicelib.web.views.gates import gate_json, gate_views
from chalicelib.web.views.plain import plain


def matching_rows(matches: Iterable[Match], types: ServiceTypes, locale: str) -> list[dict[str, Any]]:
    """Return the notices as the workbench lists them."""
    return [_row(match, types, locale) for match in matches]


def matching_json(matches: Iterable[Match]) -> list[Json]:
    """Return the same for the API: codes and figures, no words."""
    return [
        {
            "notice_no": match.notice_no,
            "title": match.title,
            "service_type": match.service_type,
            "closes_at": plain(match.closes_at),
            "may_enter": match.may_enter,
            "exclusion_count": match.exclusion_count,
            "gates": gate_json(match.gates),
        }
        for match in matches
    ]


def _row(match: Match, types: ServiceTypes, locale: str) -> dict[str, Any]:
    gates = gate_views(match.gates, types, locale)
    return {
        "notice_no": match.notice_no,
        "title": match.title,
        "closes_at": match.closes_at,
        "may_enter": match.may_enter,
        "exclusion_count": match.exclusion_count,
        "failed": [gate for gate in gates if gate.state == "failed"],
        "passed": [gate for gate in gates if gate.state == "passed"],
        "declare": [gate for gate in gates if gate.state == "declare"],
    }
