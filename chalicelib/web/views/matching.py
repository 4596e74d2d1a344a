"""The open notices of an agency's service types, those it may enter in front, each with its reasons."""

from collections.abc import Iterable
from typing import Any

from chalicelib.domain.marketplace.agencies.service_types import ServiceTypes
from chalicelib.domain.marketplace.gates import may_enter
from chalicelib.domain.marketplace.notices.notice import number_of
from chalicelib.domain.marketplace.notices.timeline import publication_of
from chalicelib.kernel.canonical import Json
from chalicelib.usecases.quotes.matching import Match
from chalicelib.web.views.gates import gate_json, gate_views
from chalicelib.web.views.plain import plain


def matching_rows(matches: Iterable[Match], types: ServiceTypes, locale: str) -> list[dict[str, Any]]:
    """Return the notices as the workbench lists them; a stable sort keeps them by deadline."""
    return [_row(match, types, locale) for match in _possible_first(matches)]


def matching_json(matches: Iterable[Match]) -> list[Json]:
    """Return the same for the API: codes and figures, no words."""
    return [
        {
            "notice_no": number_of(match.notice),
            "title": match.notice.content.title,
            "service_type": match.notice.content.service_type,
            "closes_at": plain(publication_of(match.notice).closes_at),
            "may_enter": may_enter(match.gates),
            "gates": gate_json(match.gates),
        }
        for match in _possible_first(matches)
    ]


def _possible_first(matches: Iterable[Match]) -> list[Match]:
    return sorted(matches, key=lambda match: not may_enter(match.gates))


def _row(match: Match, types: ServiceTypes, locale: str) -> dict[str, Any]:
    gates = gate_views(match.gates, types, locale)
    return {
        "notice_no": number_of(match.notice),
        "title": match.notice.content.title,
        "closes_at": publication_of(match.notice).closes_at,
        "may_enter": may_enter(match.gates),
        "failed": [gate for gate in gates if gate.state == "failed"],
        "passed": [gate for gate in gates if gate.state == "passed"],
        "declare": [gate for gate in gates if gate.state == "declare"],
    }
