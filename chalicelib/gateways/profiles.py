"""Rule profiles and service types shipped with the release, read once a process (rules are data)."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chalicelib.domain.marketplace.agencies.service_types import ServiceTypes, parse_catalogue
from chalicelib.domain.satisfaction.codes.indicators import Indicators, parse_indicators
from chalicelib.kernel.errors import NotFound

if TYPE_CHECKING:
    from chalicelib.domain.marketplace.rules import MarketRules
    from chalicelib.domain.satisfaction.questionnaires.shipped import ShippedQuestionnaire
    from chalicelib.domain.satisfaction.rules import SatisfactionRules

FOLDER = Path(__file__).parent.parent / "profiles"


class ShippedProfiles:
    """The rule profiles in the package."""

    def __init__(self, in_force: str) -> None:
        """Name the profile that new notices are published under."""
        self._in_force = in_force
        self._read = cache(_read_rules)

    def load(self, name: str | None = None) -> MarketRules:
        """Return a profile, the one in force when no name is given.

        Raises:
            NotFound: when there is no such profile.
        """
        return self._read(name or self._in_force)


class ShippedRatingProfiles:
    """The rule profiles of ratings in the package."""

    def __init__(self, in_force: str) -> None:
        """Name the profile under which new clocks start."""
        self._in_force = in_force
        self._read = cache(_read_rating_rules)

    def load(self, name: str | None = None) -> SatisfactionRules:
        """Return a profile, the one in force when no name is given.

        Raises:
            NotFound: when there is no such profile.
        """
        return self._read(name or self._in_force)


def _read_rules(name: str) -> MarketRules:
    from chalicelib.domain.marketplace.rule_profiles import parse_rules

    return parse_rules(_read(name))


def _read_rating_rules(name: str) -> SatisfactionRules:
    from chalicelib.domain.satisfaction.rule_profiles import parse_rules

    profile = _read(f"ratings/{name}")
    base = profile.get("based_on")
    return parse_rules(profile, _read(f"ratings/{base}") if base else None)


def _read(name: str) -> dict[str, Any]:
    path = FOLDER / f"{name}.json"
    if not path.is_file():
        raise NotFound("not-found", kind="rule-profile")
    profile: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return profile


class ShippedQuestionnaires:
    """The questionnaires in the package, to start one's own from; nothing is read before one is asked for."""

    names = ("PHONE", "VISIT", "SEMI", "POLICY")

    def load(self, name: str) -> ShippedQuestionnaire:
        """Return a questionnaire.

        Raises:
            NotFound: when there is none of this name.
        """
        from chalicelib.domain.satisfaction.questionnaires.shipped import parse_questionnaire

        return parse_questionnaire(_read(f"questionnaires/{name}" if name in self.names else "none"))


@cache
def shipped_service_types() -> ServiceTypes:
    """Return the tree of service types in the package."""
    return parse_catalogue(json.loads((FOLDER / "SERVICE-TYPES-1.json").read_text(encoding="utf-8")))


@cache
def shipped_indicators() -> Indicators:
    """Return the list of indicators in the package."""
    return parse_indicators(_read("INDICATORS-1"))
