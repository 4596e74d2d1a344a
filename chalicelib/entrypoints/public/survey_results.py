"""Published results of surveys: figures with intervals, what a policy did, and what became of suggestions."""

from typing import Any

from chalicelib.domain.satisfaction.questionnaires.question import SurveyKind
from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.filters import OneOf
from chalicelib.entrypoints.listing import list_data, show_list
from chalicelib.entrypoints.routes import ANYONE, Duty, RouteBook
from chalicelib.kernel.canonical import canonical_json
from chalicelib.kernel.csv_text import csv_text
from chalicelib.kernel.file_names import attachment
from chalicelib.usecases.surveys.results import RESULTS, published_results

book = RouteBook(ANYONE, Duty.PUBLIC)
PAGE, API = "/survey-results", "/api/v1/survey-results"
FACETS = ("all", *(f"kind={kind}" for kind in SurveyKind))
FILTERS = {"facet": OneOf(FACETS)}
COLUMNS = ("question", "measure", "answer", "count", "n", "share", "low", "high", "mean", "csat", "nps")
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
        "public/survey_result.html", row=row, found=document, identifier=call.params["campaign_id"]
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


def _lines(document: dict[str, Any]) -> list[list[str]]:
    return [
        [
            one["text"],
            one["measure"],
            answer["text"] or answer["answer"],
            str(answer["count"]),
            str(one["n"]),
            *(answer[name] or "" for name in ("share", "low", "high")),
            *(one[name] or "" for name in ("mean", "csat", "nps")),
        ]
        for one in document["questions"]
        for answer in one["answers"]
        or [dict.fromkeys(("answer", "text", "count", "share", "low", "high"), "")]
    ]
