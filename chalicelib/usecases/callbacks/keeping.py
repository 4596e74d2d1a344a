"""What every step of a callback reads and keeps: the campaign's questions, words in the vault."""

from collections.abc import Mapping

from chalicelib.domain.satisfaction.callbacks.task import CallbackTask
from chalicelib.domain.satisfaction.questionnaires.questionnaire import Version
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.errors import NotFound
from chalicelib.usecases.ports import House, UnitOfWork


def version_of(house: House, task: CallbackTask) -> Version:
    """Return the questions of the task's campaign, the very version that was approved.

    Raises:
        NotFound: when the campaign or its questionnaire is not there.
    """
    campaign = house.campaigns.find(task.campaign)
    found = house.questionnaires.find(campaign.plan.questionnaire) if campaign else None
    if campaign is None or found is None:
        raise NotFound("not-found", kind="campaign")
    return found.version(campaign.plan.version)


def keep(uow: UnitOfWork, task: CallbackTask, name: str, value: Mapping[str, Json]) -> str:
    """Put something that was said into the vault and return where it lies."""
    ref = f"CALLBACK#{task.id}.{name}"
    uow.vault.put(ref, value, "rating-words")
    return ref
