"""What pages and workers read of questionnaires, campaigns and the population outside a command."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from chalicelib.domain.satisfaction.campaigns.campaign import Campaign
    from chalicelib.domain.satisfaction.campaigns.frame import Served
    from chalicelib.domain.satisfaction.questionnaires.questionnaire import Questionnaire
    from chalicelib.domain.satisfaction.questionnaires.shipped import ShippedQuestionnaire
    from chalicelib.domain.satisfaction.surveys.survey import Survey


class QuestionnaireReads(Protocol):
    """Questionnaires by id."""

    def find(self, identifier: str) -> Questionnaire | None:
        """Return a questionnaire, read consistently in one call, or None."""


class QuestionnaireTemplates(Protocol):
    """The questionnaires that come with the house."""

    names: tuple[str, ...]

    def load(self, name: str) -> ShippedQuestionnaire:
        """Return one; NotFound when there is none of this name."""


class CampaignReads(Protocol):
    """Campaigns by id."""

    def find(self, identifier: str) -> Campaign | None:
        """Return a campaign, read consistently in one call, or None."""


class SurveyReads(Protocol):
    """Surveys by link."""

    def find(self, identifier: str) -> Survey | None:
        """Return a survey, read consistently in one call, or None."""


class PopulationReads(Protocol):
    """Who was served, a shard at a time."""

    def people(self, months: Sequence[str], shard: int, after: str = "") -> Iterator[Served]:
        """Yield the persons of a shard who were served in any of the months, in the order of their keys.

        `after` is the key of the last person who was read, to go on behind them.
        """

    def person(self, months: Sequence[str], contact: str) -> Served:
        """Return one person with the cases of these months; without any when they were taken out."""
