"""A campaign of the demo: its author drafts and concludes it, the regulator lets it begin and publishes."""

from collections.abc import Iterator, Mapping, Sequence

from chalicelib.domain.satisfaction.campaigns import deciding
from chalicelib.domain.satisfaction.campaigns.frame import SHARDS
from chalicelib.domain.satisfaction.campaigns.plan import Suggestion
from chalicelib.kernel.actors import Role
from chalicelib.kernel.canonical import Json
from chalicelib.usecases.ports import House
from chalicelib.usecases.surveys.answer_survey import answer_survey
from chalicelib.usecases.surveys.links import id_of, token_of
from chalicelib.usecases.surveys.plan_campaign import approve, create_campaign, decide_campaign, submit
from chalicelib.usecases.surveys.results import publish_results
from chalicelib.usecases.surveys.write_questionnaire import start_questionnaire
from infra.local.demo import cast


def draft(house: House, author: Role, template: str, body: Mapping[str, Json]) -> str:
    """Draft a campaign with a shipped questionnaire; the product's own worker takes the list of people."""
    actor = cast.actor(author)
    questionnaire = start_questionnaire(house, actor, {"template": template})
    found = create_campaign(house, actor, {**body, "questionnaire": questionnaire.id})
    decide_campaign(house, actor, found.id, lambda _uow, one, now: deciding.ask_frame(one, actor, now))
    return found.id


def hand_in(house: House, author: Role, campaign: str) -> None:
    """Have the author hand a campaign in with its forecast."""
    actor = cast.actor(author)
    decide_campaign(house, actor, campaign, submit(actor))


def let_begin(house: House, campaign: str) -> None:
    """Have the regulator approve a campaign; it begins by itself."""
    regulator = cast.actor(Role.REGULATOR)
    decide_campaign(house, regulator, campaign, approve(regulator))


def conclude(house: House, author: Role, campaign: str, said: Sequence[Suggestion] = ()) -> None:
    """Have the author look at what came in."""
    actor = cast.actor(author)
    decide_campaign(house, actor, campaign, lambda _uow, one, now: deciding.analyse(one, said, actor, now))


def publish(house: House, campaign: str) -> None:
    """Have the regulator publish the results."""
    publish_results(house, cast.actor(Role.REGULATOR), campaign)


def asked(house: House, campaign: str, months: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield everybody who was asked by text: the key of the person and the secret of their link."""
    keys = {one.contact for shard in range(SHARDS) for one in house.population.people(months, shard)}
    for key in sorted(keys - {""}):
        secret = token_of(house, campaign, key)
        survey = house.surveys.find(id_of(secret))
        if survey is not None and survey.sending.sent_at is not None:
            yield key, secret


def answer(house: House, secret: str, said: Mapping[str, Json]) -> None:
    """Fill the form of a link in and send it."""
    answer_survey(house, secret, {f"answers.{name}": (str(value),) for name, value in said.items()})
