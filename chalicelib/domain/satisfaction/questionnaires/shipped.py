"""Reads the questionnaires that come with the house (evaluation.md §3.6), to start one's own from.

Their questions have names, by which skips lead to them; `per_measure` is asked of each measure in turn, and
`NEXT` there is the first question of the next one.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from chalicelib.domain.satisfaction.questionnaires.question import END, Question, SurveyKind
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.codec import from_json
from chalicelib.kernel.records import dataclass

NEXT = "NEXT"


@dataclass(frozen=True, slots=True)
class ShippedQuestionnaire:
    """A questionnaire to start from."""

    name: str
    kind: SurveyKind
    title: str
    questions: tuple[Question, ...]


def parse_questionnaire(raw: Mapping[str, Any]) -> ShippedQuestionnaire:
    """Read a questionnaire as it lies in the package.

    Raises:
        KeyError: naming the question to which a skip leads and that is not there.
    """
    named = [*_of_measures(raw), *((one["name"], "", one) for one in raw["questions"])]
    ids = {name: f"q{place}" for place, (name, _, _) in enumerate(named, start=1)}
    questions = tuple(
        _question(ids, f"q{place}", measure, one) for place, (_, measure, one) in enumerate(named, start=1)
    )
    return ShippedQuestionnaire(raw["name"], SurveyKind(raw["kind"]), raw["title"], questions)


def _of_measures(raw: Mapping[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield the questions of every measure, each under a name of its own."""
    measures = raw.get("measures", ())
    after = raw["questions"][0]["name"] if raw["questions"] else END
    for place, measure in enumerate(measures):
        first = f"{raw['per_measure'][0]['name']}-{place + 1}"
        following = first if place + 1 < len(measures) else after
        for one in raw["per_measure"]:
            skips = [
                {**skip, "to": following if skip["to"] == NEXT else f"{skip['to']}-{place}"}
                for skip in one.get("skips", ())
            ]
            text = one["text"].replace("{measure}", measure)
            yield f"{one['name']}-{place}", measure, {**one, "text": text, "skips": skips}


def _question(ids: Mapping[str, str], identifier: str, measure: str, one: Mapping[str, Json]) -> Question:
    given: Any = one.get("skips", ())
    skips = [{**skip, "to": skip["to"] if skip["to"] == END else ids[skip["to"]]} for skip in given]
    said = {name: value for name, value in one.items() if name != "name"}
    return from_json({**said, "id": identifier, "measure": measure, "skips": skips}, Question)
