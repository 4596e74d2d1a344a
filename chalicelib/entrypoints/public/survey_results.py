"""Published results of surveys: figures with intervals, what a policy did, and what became of suggestions."""

from collections.abc import Iterator
from typing import Any

from chalicelib.domain.satisfaction.questionnaires.question import SurveyKind
from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.filters import OneOf
from chalicelib.entrypoints.listing import list_data, show_list
from chalicelib.entrypoints.routes import ANYONE, Duty, RouteBook
from chalicelib.entrypoints.units import unit_names
from chalicelib.kernel.canonical import canonical_json
from chalicelib.kernel.csv_text import csv_text
from chalicelib.kernel.file_names import attachment
from chalicelib.usecases.surveys.results import RESULTS, published_results
from chalicelib.web.views.survey_charts import survey_charts

book = RouteBook(ANYONE, Duty.PUBLIC)
PAGE, API = "/survey-results", "/api/v1/survey-results"
FACETS = ("all", *(f"kind={kind}" for kind in SurveyKind))
FILTERS = {"facet": OneOf(FACETS)}
OF_ANSWER = ("share", "low", "high")
OF_QUESTION = ("csat", "csat_low", "csat_high", "nps", "nps_error", "mean", "mean_error")
COLUMNS = ("group", "option", "question", "measure", "answer", "count", "n", *OF_ANSWER, *OF_QUESTION)
FEW = "<5"
CSV, JSON = "text/csv; charset=utf-8", "application/json"


@book.page(PAGE, filters=FILTERS)
def show_survey_results(call: Call) -> Reply:
    """List the surveys whose results are published."""
    return show_list(call, "public/survey_results.html", RESULTS, FACETS, facets=FACETS)


@book.page(PAGE + "/{campaign_id}")
def show_survey_result(call: Call) -> Reply:
    """Show the results of one survey."""
    row, document = published_results(call.house, call.params["campaign_id"])
    return call.show(
        "public/survey_result.html",
        row=row,
        found=document,
        identifier=call.params["campaign_id"],
        charts=survey_charts(document, call.context.locale),
        names=unit_names(call),
    )


@book.file(PAGE + "/{campaign_id}.json")
def get_survey_result_file(call: Call) -> Reply:
    """Hand out the document whose SHA-256 the ledger holds, in its canonical form."""
    _, document = published_results(call.house, call.params["campaign_id"])
    name = attachment(f"survey-{document['campaign']}.json")
    return Reply(canonical_json(document), 200, JSON, {"Content-Disposition": name})


@book.file(PAGE + "/{campaign_id}.csv")
def get_survey_result_table(call: Call) -> Reply:
    """Hand out the figures of every question as a table."""
    _, document = published_results(call.house, call.params["campaign_id"])
    name = attachment(f"survey-{document['campaign']}.csv")
    return Reply(csv_text([COLUMNS, *_lines(document)]).encode(), 200, CSV, {"Content-Disposition": name})


@book.api("GET", API, is_list=True, filters=FILTERS, answer="survey-results-answer")
def api_list_survey_results(call: Call) -> Reply:
    """Return a page of the surveys whose results are published."""
    return list_data(call, RESULTS, FACETS)


@book.api("GET", API + "/{campaign_id}", answer="survey-result-answer")
def api_get_survey_result(call: Call) -> Reply:
    """Return the results of a survey, their hash, and what became of its suggestions."""
    row, document = published_results(call.house, call.params["campaign_id"])
    sha256, said = row["results_sha256"], row["suggestions"]
    return call.data({"sha256": sha256, "document": document, "suggestions": said})


def _lines(document: dict[str, Any]) -> Iterator[list[str]]:
    """Yield a line an answer of every question, of all and then of each group; of numbers a line."""
    asked = {one["id"]: one for one in document["questions"]}
    for one in asked.values():
        yield from _answers(one, one, "", "")
    for group in document["groups"]:
        for one in group["questions"]:
            yield from _answers(asked[one["id"]], one, group["group"], group["option"])


def _answers(question: dict[str, Any], said: dict[str, Any], group: str, option: str) -> Iterator[list[str]]:
    words = {one["answer"]: one["text"] or one["answer"] for one in question["answers"]}
    for answer in said["answers"] or [{}]:
        named = [group, option, question["text"], question["measure"], words.get(answer.get("answer"), "")]
        counts = [str(answer.get("count", "")), FEW if said["n"] is None else str(said["n"])]
        shares = [answer.get(name) or "" for name in OF_ANSWER]
        yield [*named, *counts, *shares, *(said[name] or "" for name in OF_QUESTION)]
