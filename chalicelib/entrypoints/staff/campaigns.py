"""Campaigns: planned by the designer, about a policy by a third party, approved by the regulator (§2.6).

Nothing here says who is asked: the frame and its sample are pages that no address shows, so that no unit
that is measured can see them.
"""

from collections.abc import Callable, Mapping
from typing import Any

from chalicelib.domain.satisfaction.campaigns import deciding
from chalicelib.domain.satisfaction.campaigns.campaign import Campaign
from chalicelib.domain.satisfaction.campaigns.offers import offers
from chalicelib.domain.satisfaction.campaigns.plan import Adoption, Scope
from chalicelib.domain.satisfaction.campaigns.states import CampaignState
from chalicelib.domain.satisfaction.questionnaires.question import SurveyKind
from chalicelib.domain.satisfaction.statistics.periods import last_periods
from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.filters import OneOf
from chalicelib.entrypoints.listing import list_data, show_list
from chalicelib.entrypoints.routes import NOTHING, Duty, RouteBook
from chalicelib.entrypoints.staff.questionnaires import READERS, WRITERS, is_outsider
from chalicelib.entrypoints.units import unit_name, unit_names
from chalicelib.kernel.actors import Role
from chalicelib.kernel.errors import NotFound
from chalicelib.kernel.paging import PageRequest
from chalicelib.usecases.surveys.plan_campaign import (
    LIST,
    Act,
    approve,
    create_campaign,
    decide_campaign,
    edit_campaign,
    find_campaign,
    submit,
)
from chalicelib.usecases.surveys.results import publish_results, results_of
from chalicelib.web.forms import Form
from chalicelib.web.views.campaigns import (
    analysis_body,
    campaign_body,
    campaign_view,
    place_of,
    suggestions_of,
)
from chalicelib.web.views.plain import plain
from chalicelib.web.views.survey_charts import survey_charts

REGULATOR = frozenset({Role.REGULATOR})
EITHER = WRITERS | REGULATOR
book = RouteBook(READERS, Duty.DESK)

PAGE, API = "/campaigns", "/api/v1/campaigns"
ONE, ONE_API = PAGE + "/{campaign_id}", API + "/{campaign_id}"
PLAN, EDIT, NOTE = "plan-campaign", "edit-campaign", "campaign-note"
POLICY = f"kind={SurveyKind.POLICY}"
FACETS = (
    "all",
    *(f"kind={kind}" for kind in SurveyKind),
    *(f"state={state}" for state in CampaignState),
)
FILTERS = {"facet": OneOf(FACETS)}
MONTHS_OFFERED, OFFERED = 12, 100

Doing = Callable[[Call], Act]
ACTS: Mapping[str, tuple[frozenset[Role], str, Doing, str]] = {
    "frame": (
        WRITERS,
        NOTHING,
        lambda call: lambda _uow, one, now: deciding.ask_frame(one, call.actor, now),
        "Have the population taken as it is now, and the forecast made.",
    ),
    "submit": (WRITERS, NOTHING, lambda call: submit(call.actor), "Put a draft before the regulator."),
    "approve": (
        REGULATOR,
        NOTHING,
        lambda call: approve(call.actor),
        "Approve a campaign, which freezes its questions.",
    ),
    "request-change": (
        REGULATOR,
        NOTE,
        lambda call: lambda _uow, one, now: deciding.request_change(one, _note(call), call.actor, now),
        "Send a campaign back, saying what is to be changed.",
    ),
    "pause": (
        EITHER,
        NOTE,
        lambda call: lambda _uow, one, now: deciding.pause(one, _note(call), call.actor, now),
        "Ask nobody for the time being.",
    ),
    "resume": (
        EITHER,
        NOTHING,
        lambda call: lambda _uow, one, now: deciding.resume(one, call.actor, now),
        "Ask again.",
    ),
    "cancel": (
        EITHER,
        NOTE,
        lambda call: lambda _uow, one, now: deciding.cancel(one, _note(call), call.actor, now),
        "End a campaign whose figures are not published.",
    ),
    "archive": (
        REGULATOR,
        NOTHING,
        lambda call: lambda _uow, one, now: deciding.archive(one, call.actor, now),
        "Put a published campaign away.",
    ),
}
"""What is done to a campaign, by whom, by which command."""
ANALYSE, ANSWER = "analyse-campaign", "answer-suggestion"


@book.page(PAGE, filters=FILTERS)
def show_campaigns(call: Call) -> Reply:
    """List the campaigns, the last changed first."""
    may_write = call.actor.has(*WRITERS)
    return show_list(
        call, "surveys/campaigns.html", LIST, _facets(call), facets=_facets(call), may_write=may_write
    )


@book.page(PAGE + "/new", audience=WRITERS)
def show_new_campaign(call: Call, form: Form | None = None) -> Reply:
    """Show the form of a plan for the kind that the address names, or ask which."""
    return _plan_page(call, form or call.new_form(), _kind(call), None)


@book.form(PAGE + "/new", audience=WRITERS, schema=PLAN, again=show_new_campaign)
def post_campaign(call: Call) -> Reply:
    """Begin a campaign as a draft."""
    return call.go(f"{PAGE}/{create_campaign(call.house, call.actor, call.command(), call.once()).id}")


@book.page(ONE)
def show_campaign(call: Call, form: Form | None = None) -> Reply:
    """Show a campaign: plan, list, forecast, decisions, and what may be done with it."""
    found = _found(call)
    return call.show(
        "surveys/campaign.html",
        form=form or call.new_form(),
        view=_view(call, found),
        places=_scope_names(call, found.plan.scope),
        offers=offers(found, call.actor, call.now),
        acts=ACTS,
    )


@book.page(ONE + "/edit", audience=WRITERS)
def show_campaign_edit(call: Call, form: Form | None = None) -> Reply:
    """Show the form of a plan as it stands."""
    found = _found(call)
    return _plan_page(call, form or call.filled_form(campaign_body(found), EDIT), found.kind, found)


@book.form(ONE + "/edit", audience=WRITERS, schema=EDIT, again=show_campaign_edit)
def post_campaign_edit(call: Call) -> Reply:
    """Change the plan of a draft."""
    return call.go(f"{PAGE}/{_edit(call).id}")


@book.api("GET", API, is_list=True, filters=FILTERS, answer="campaigns-answer")
def api_list_campaigns(call: Call) -> Reply:
    """Return a page of the campaigns, the last changed first."""
    return list_data(call, LIST, _facets(call))


@book.api("POST", API, audience=WRITERS, schema=PLAN, answer="campaign-answer")
def api_create_campaign(call: Call) -> Reply:
    """Begin a campaign as a draft."""
    made = create_campaign(call.house, call.actor, call.command(), call.once())
    return call.data(plain(_view(call, made)), status=201)


@book.api("GET", ONE_API, answer="campaign-answer")
def api_get_campaign(call: Call) -> Reply:
    """Return a campaign; nobody who is asked is in it."""
    return call.data(plain(_view(call, _found(call))))


@book.api("POST", ONE_API + "/plan", audience=WRITERS, schema=EDIT, answer="campaign-answer")
def api_edit_campaign(call: Call) -> Reply:
    """Change the plan of a draft."""
    return call.data(plain(_view(call, _edit(call))))


@book.page(ONE + "/results")
def show_campaign_results(call: Call, form: Form | None = None) -> Reply:
    """Show the results as they are counted now, and what to conclude from them."""
    found = _found(call)
    filled = call.filled_form(analysis_body(found), ANALYSE)
    document = results_of(call.house, found, call.now)
    return call.show(
        "surveys/results.html",
        form=form or filled,
        view=_view(call, found),
        found=document,
        charts=survey_charts(document, call.context.locale),
        names=unit_names(call),
        offers=offers(found, call.actor, call.now),
    )


@book.form(ONE + "/analyse", audience=WRITERS, schema=ANALYSE, again=show_campaign_results)
def post_analysis(call: Call) -> Reply:
    """Keep what is concluded."""
    return call.go(f"{PAGE}/{_analyse(call).id}/results")


@book.form(ONE + "/publish", audience=REGULATOR, schema=NOTHING, again=show_campaign_results)
def post_publication(call: Call) -> Reply:
    """Publish the results."""
    found = publish_results(call.house, call.actor, _found(call).id, call.once())
    return call.go(f"/survey-results/{found.id}")


@book.form(ONE + "/suggestions/{place}", audience=REGULATOR, schema=ANSWER, again=show_campaign)
def post_suggestion(call: Call) -> Reply:
    """Say whether a suggestion is adopted."""
    return call.go(f"{PAGE}/{_answer(call).id}")


@book.api("GET", ONE_API + "/results", answer="campaign-results-answer")
def api_get_campaign_results(call: Call) -> Reply:
    """Return the results as they are counted now."""
    return call.data({"document": results_of(call.house, _found(call), call.now)})


@book.api("POST", ONE_API + "/analyse", audience=WRITERS, schema=ANALYSE, answer="campaign-answer")
def api_analyse_campaign(call: Call) -> Reply:
    """Keep what is concluded from a campaign that is over."""
    return call.data(plain(_view(call, _analyse(call))))


@book.api("POST", ONE_API + "/publish", audience=REGULATOR, answer="campaign-answer")
def api_publish_campaign(call: Call) -> Reply:
    """Publish the results with their hash."""
    found = publish_results(call.house, call.actor, _found(call).id, call.once())
    return call.data(plain(_view(call, found)))


@book.api(
    "POST", ONE_API + "/suggestions/{place}", audience=REGULATOR, schema=ANSWER, answer="campaign-answer"
)
def api_answer_suggestion(call: Call) -> Reply:
    """Say whether a suggestion is adopted, and why; the first is number 1."""
    return call.data(plain(_view(call, _answer(call))))


def _analyse(call: Call) -> Campaign:
    given = suggestions_of(call.command().get("suggestions", ()))
    return _decide(call, lambda _uow, one, now: deciding.analyse(one, given, call.actor, now))


def _answer(call: Call) -> Campaign:
    body, place = call.command(), place_of(call.params["place"])
    adoption, why = Adoption(body["adoption"]), body["answer"]
    return _decide(
        call,
        lambda _uow, one, now: deciding.answer_suggestion(one, place, adoption, why, call.actor, now),
    )


def _posting(name: str, doing: Doing, summary: str) -> Callable[..., Reply]:
    def post(call: Call) -> Reply:
        return call.go(f"{PAGE}/{_do(call, doing).id}")

    post.__name__, post.__doc__ = f"post_campaign_{name.replace('-', '_')}", summary
    return post


def _operating(name: str, doing: Doing, summary: str) -> Callable[..., Reply]:
    def operate(call: Call) -> Reply:
        return call.data(plain(_view(call, _do(call, doing))))

    operate.__name__, operate.__doc__ = f"api_campaign_{name.replace('-', '_')}", summary
    return operate


def _do(call: Call, doing: Doing) -> Campaign:
    return _decide(call, doing(call))


def _decide(call: Call, act: Act) -> Campaign:
    return decide_campaign(call.house, call.actor, _found(call).id, act, call.once())


def _edit(call: Call) -> Campaign:
    return edit_campaign(call.house, call.actor, _found(call).id, call.command(), call.once())


def _note(call: Call) -> str:
    note: str = call.command().get("note", "")
    return note


def _found(call: Call) -> Campaign:
    """Return the campaign that the address names; a third party sees those about a policy only."""
    found = find_campaign(call.house, call.params["campaign_id"])
    if found.kind is not SurveyKind.POLICY and is_outsider(call):
        raise NotFound("not-found", kind="campaign")
    return found


def _view(call: Call, found: Campaign) -> dict[str, Any]:
    return campaign_view(found, call.house.questionnaires.find(found.plan.questionnaire), call.now)


def _facets(call: Call) -> tuple[str, ...]:
    return (POLICY,) if is_outsider(call) else FACETS


def _kind(call: Call) -> SurveyKind | None:
    asked = call.posted("kind") if call.route.method == "POST" else call.asked("kind")
    return SurveyKind(asked) if asked in tuple(SurveyKind) else None


def _places(call: Call) -> dict[str, dict[str, str]]:
    """Name the units and the halls that a plan may be about, by their codes."""
    points = call.house.lists.page("points", "all", PageRequest(limit=OFFERED)).cards
    return {
        kind: {str(card.data[kind]): str(card.data[f"{kind}_name"]) for card in points}
        for kind in ("unit", "hall")
    }


def _scope_names(call: Call, scope: Scope) -> dict[str, dict[str, str]]:
    """Name what a plan is about; a unit without a registered place is called as its cases call it."""
    places = _places(call) if scope.units or scope.halls else {"unit": {}, "hall": {}}
    named = {unit: places["unit"].get(unit) or unit_name(call, unit) for unit in scope.units}
    return {**places, "unit": named}


def _plan_page(call: Call, form: Form, kind: SurveyKind | None, found: Campaign | None) -> Reply:
    """Show the form of a plan with what there is to choose from."""
    lists = call.house.lists
    cards = lists.page("questionnaires", f"kind={kind}", PageRequest(limit=OFFERED)).cards if kind else ()
    places = _places(call)
    kinds = [one for one in SurveyKind if one is SurveyKind.POLICY or not is_outsider(call)]
    return call.show(
        "surveys/plan.html",
        form=form,
        kind=kind,
        kinds=kinds,
        campaign=found,
        questionnaires=[(str(card.data["id"]), str(card.data["title"])) for card in cards],
        months=last_periods(call.now, MONTHS_OFFERED),
        units=sorted(places["unit"].items()),
        halls=sorted(places["hall"].items()),
        rules=call.house.rating_rules.load().survey,
    )


for _name, (_who, _schema, _doing, _summary) in ACTS.items():
    _options: dict[str, Any] = {"audience": _who, "schema": _schema}
    book.form(f"{ONE}/{_name}", again=show_campaign, **_options)(_posting(_name, _doing, _summary))
    book.api("POST", f"{ONE_API}/{_name}", answer="campaign-answer", **_options)(
        _operating(_name, _doing, _summary)
    )
