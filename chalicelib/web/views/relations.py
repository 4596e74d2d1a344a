"""An agency's relations as the affiliation register holds them: its own word, officials', and since when."""

from typing import Any

from chalicelib.domain.marketplace.agencies.agency import Agency
from chalicelib.domain.marketplace.agencies.dossier import Relations
from chalicelib.domain.marketplace.agencies.spells import current
from chalicelib.usecases.agencies.changing import shown_dossier


def relations_view(agency: Agency) -> dict[str, Any]:
    """Return both sources and the register's history, the latest first."""
    organisation = shown_dossier(agency).organisation
    declared, recorded = organisation.relations, current(agency.register.recorded_relations)
    return {
        "uscc": agency.id,
        "name": organisation.name,
        "declared": None if declared is None else _codes(declared),
        "recorded": _codes(recorded[-1] if recorded else Relations()),
        "history": [
            {**_codes(spell.value), "since": spell.valid_from, "until": spell.valid_to}
            for spell in reversed(agency.register.recorded_relations)
        ],
    }


def _codes(relations: Relations) -> dict[str, Any]:
    return {
        "affiliations": sorted(relations.affiliations),
        "related_agencies": sorted(relations.related_agencies),
    }
