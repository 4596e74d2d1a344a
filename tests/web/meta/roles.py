"""Who may ask which address, written down from the rule book and from nothing in the code.

The rows follow the table of docs/rules.md §5 (C create, R read, U update, A approve) and the
actors named in its state tables §2.1 to §2.3. An address takes the first row that fits it.
"""

import re
from collections.abc import Set

from chalicelib.kernel.actors import Role

PUBLIC: frozenset[Role] = frozenset()
ANYBODY_KNOWN = frozenset(Role)
CLERK = frozenset({Role.CLERK})
DPO = frozenset({Role.DPO})
UNIT_HANDLER, UNIT_HEAD = frozenset({Role.UNIT_HANDLER}), frozenset({Role.UNIT_HEAD})
REGULATOR, APPEAL_REVIEWER = frozenset({Role.REGULATOR}), frozenset({Role.APPEAL_REVIEWER})
CENTRE_SUPERVISOR = frozenset({Role.CENTRE_SUPERVISOR})
CALLBACK_AGENT, CALLBACK_LEAD = frozenset({Role.CALLBACK_AGENT}), frozenset({Role.CALLBACK_LEAD})
SURVEY_DESIGNER, EVALUATOR = frozenset({Role.SURVEY_DESIGNER}), frozenset({Role.EXTERNAL_EVALUATOR})
SURVEY_WRITERS = SURVEY_DESIGNER | EVALUATOR
SURVEYING = SURVEY_WRITERS | REGULATOR | CALLBACK_LEAD | DPO
HOTLINE_OPERATOR = frozenset({Role.HOTLINE_OPERATOR})
CALLERS = CALLBACK_AGENT | CALLBACK_LEAD
ASKING = CALLBACK_AGENT | CALLBACK_LEAD | SURVEY_DESIGNER | EVALUATOR | HOTLINE_OPERATOR
RATING = CLERK | UNIT_HANDLER | UNIT_HEAD | REGULATOR | APPEAL_REVIEWER | {Role.CENTRE_SUPERVISOR, Role.DPO}
OWNER_ADMIN = frozenset({Role.OWNER_ADMIN})
OWNER_AGENT = frozenset({Role.OWNER_AGENT})
OWNER = OWNER_ADMIN | OWNER_AGENT
AGENCY_ADMIN = frozenset({Role.AGENCY_ADMIN})
AGENCY_AGENT = frozenset({Role.AGENCY_AGENT})
AGENCY = AGENCY_ADMIN | AGENCY_AGENT
REVIEWER = frozenset({Role.OPERATOR_REVIEWER})
PUBLISHER = frozenset({Role.OPERATOR_PUBLISHER})
OPERATOR = REVIEWER | PUBLISHER
DEPARTMENT = frozenset({Role.DEPARTMENT})
SUPERVISOR = frozenset({Role.SUPERVISOR})
SYSADMIN = frozenset({Role.SYSADMIN})
FOLLOWERS = OWNER_AGENT | AGENCY_AGENT | CLERK | UNIT_HANDLER
"""Those for whom another of their body decides how messages arrive."""

Row = tuple[str, str, frozenset[Role]]
"""Methods (as a pattern), addresses (as a pattern), who may ask."""

SITE: tuple[Row, ...] = (
    ("GET", r"/(healthz|openapi\.json|verify_(draw|selection|ratings)\.py|preferences|static/.*)?", PUBLIC),
    ("GET", r"/search|/problems(/.*)?|/accessibility|/privacy|/complaints|/open-data|/ledger", PUBLIC),
    ("GET", r"/api/v1/ledger/days", PUBLIC),
    ("GET", r"(/api/v1)?/digests/{day}", SUPERVISOR | SYSADMIN),
    ("GET", r"/sign-in(/callback)?", PUBLIC),
    ("POST", r"/sign-out(-everywhere)?|/session/extend", ANYBODY_KNOWN),
    ("POST", r"/api/v1/sign-out-everywhere", ANYBODY_KNOWN),
    ("GET", r"(/api/v1)?/(workbench|messages(/settings)?)|/account", ANYBODY_KNOWN),
    ("POST|PUT", r"(/api/v1)?/messages/settings", ANYBODY_KNOWN - FOLLOWERS),
    ("GET|POST", r"/account/calendar(/end)?", ANYBODY_KNOWN),
    ("POST|DELETE", r"/api/v1/calendar", ANYBODY_KNOWN),
    ("GET", r"/calendar/{secret}\.ics", PUBLIC),
    ("GET", r"(/admin|/api/v1)/access(/{badge})?", SYSADMIN),
    ("POST", r"(/admin|/api/v1)/access/{badge}/(end|restore)", SYSADMIN),
)
"""The site itself; a workbench for every role."""

LISTING: tuple[Row, ...] = (
    ("GET", r"/agencies(\.csv|/{uscc})?|/api/v1/agencies(/{uscc})?", PUBLIC),
    ("GET", r"/agency/(onboarding|files|submission).*|/api/v1/agencies/{uscc}/draft", AGENCY),
    ("POST", r"/agency/onboarding/{section}/{entry_id}(/remove)?", AGENCY),
    ("POST", r"/agency/onboarding/practitioners/table", AGENCY),
    ("POST", r"/api/v1/agencies/{uscc}/draft/practitioners/table", AGENCY),
    ("POST", r"/agency/onboarding/{section}|/agency/files/{key}/scan", AGENCY),
    ("POST", r"(/agency|/api/v1/agencies/{uscc})/practitioners/{entry_id}/release", AGENCY),
    ("POST", r"/api/v1/agencies/{uscc}/(uploads|files|files/{key}/scan)", AGENCY),
    ("POST|PUT|DELETE", r"/api/v1/agencies/{uscc}/draft/practitioners(/{entry_id})?", AGENCY),
    ("POST", r"/agency/(onboarding|submission|draft/discard|services/.*)", AGENCY_ADMIN),
    ("POST", r"/api/v1/agencies", AGENCY_ADMIN),
    ("POST|PUT|DELETE", r"/api/v1/agencies/{uscc}/(draft|services)/.*", AGENCY_ADMIN),
    ("GET|POST", r"/desk/agencies(/.*)?", REVIEWER),
    ("GET|POST", r"/department/agencies(/.*)?", DEPARTMENT),
    ("GET|POST", r"/(api/v1/)?(department/)?nominations(/.*)?", DEPARTMENT),
    (
        "GET",
        r"/evidence/{uscc}/{key}|/api/v1/agency-queue|/api/v1/agencies/{uscc}/filing",
        REVIEWER | DEPARTMENT,
    ),
    ("POST", r"/api/v1/agencies/{uscc}/filing/disclosures", REVIEWER | DEPARTMENT),
    ("GET|POST", r"/relations(/{uscc})?", REVIEWER | DEPARTMENT | SUPERVISOR),
    ("GET|PUT", r"/api/v1/agencies/{uscc}/relations", REVIEWER | DEPARTMENT | SUPERVISOR),
    ("POST", r"/api/v1/agencies/{uscc}/filing/(return|pass)", REVIEWER),
    ("POST", r"/api/v1/agencies/{uscc}/filing/{service_type}/(approve|reject)", DEPARTMENT),
)
"""Agency listing: admin CU own, authorised person U own (staff), reviewer A form, department A qualification.

Addresses that carry any section (forms) or any file are the authorised person's too, because staff has both;
which section it is, is asked by the use case.
"""

SERVICE_ITEM: tuple[Row, ...] = (
    ("GET", r"/service-items(/{code})?|/api/v1/service-items(/{code})?", PUBLIC),
    ("GET", r"/api/v1/service-items/{code}/draft", OPERATOR | DEPARTMENT),
    ("GET|POST", r"/department/service-items/{code}/(proposal|retirement)", DEPARTMENT),
    ("POST", r"/api/v1/service-items/{code}/(proposal|retirement)", DEPARTMENT),
    ("GET|POST", r"/department/service-items(/.*)?", DEPARTMENT | REVIEWER),
    ("GET", r"/desk/service-items(/{code})?", OPERATOR),
    ("POST", r"/(desk|api/v1)/service-items/{code}/(publication|return|returns)", PUBLISHER),
    ("POST|PUT", r"/api/v1/service-items(/{code}/(draft|versions))?", DEPARTMENT | REVIEWER),
)
"""Service item: reviewer C, publisher publishes, department CUA own field, everybody R what is published."""

NOTICE: tuple[Row, ...] = (
    ("GET", r"(/api/v1)?/notices(/{notice_no}(/quotes|/award|/qr\.svg|/files/{number})?)?", PUBLIC),
    ("GET", r"/notices/{notice_no}/(award/letter|file)(\.pdf)?", PUBLIC),
    ("GET", r"(/api/v1)?/results/{notice_no}|/results/{notice_no}\.json", PUBLIC),
    ("GET", r"/department/results/{notice_no}/file", DEPARTMENT),
    ("GET", r"(/api/v1)?/selections/{notice_no}|/selections/{notice_no}\.json", PUBLIC),
    ("GET", r"(/api/v1)?/draws(/{notice_no})?|/draws/{notice_no}\.json|(/api/v1)?/awards", PUBLIC),
    ("GET", r"/(notices|awards|contracts|conduct)\.csv", PUBLIC),
    ("GET", r"(/api/v1)?/beacon|/beacon/{anchor}|/api/v1/beacon/{anchor}/reveals", PUBLIC),
    ("GET|POST", r"(/owner|/api/v1)/notices/{notice_id}/refusal", OWNER_ADMIN),
    (
        "GET|POST",
        r"(/owner|/api/v1)/notices/{notice_id}/(withdrawal|plans/{place}|price/(rejection|question|acceptance))",
        OWNER,
    ),
    ("GET", r"(/owner|/api/v1)/notices/{notice_id}/(choice|chosen)", OWNER),
    ("POST", r"(/owner|/api/v1)/notices/{notice_id}/(choice|scores)", OWNER_AGENT),
    ("POST", r"(/owner|/api/v1)/notices/{notice_id}/choice/(approval|return)", OWNER_ADMIN),
    ("GET", r"(/owner|/api/v1/owner)/notices(/{notice_id})?|/owner/notices/{notice_id}/files/{place}", OWNER),
    ("GET|POST", r"/owner/notices(/.*)?", OWNER_AGENT),
    ("GET", r"(/desk|/api/v1/desk)/notices(/{notice_id}(/files/{place})?)?", OPERATOR),
    ("POST", r"(/desk|/api/v1)/notices/{notice_id}/return", OPERATOR),
    ("POST", r"(/desk|/api/v1)/notices/{notice_id}/((amendment/)?approval|amendment/return)", REVIEWER),
    ("POST", r"(/desk|/api/v1)/notices/{notice_id}/publication", PUBLISHER),
    ("POST|PATCH", r"/api/v1/notices(/.*)?", OWNER_AGENT),
    ("GET", r"(/api/v1)?/supervisor/notices(/{notice_id}(/explanation|/flags|/files/{place})?)?", SUPERVISOR),
    ("GET|POST", r"/supervisor/beacon(/.*)?|/api/v1/beacon/(anchor|reveals)", SUPERVISOR),
)
"""Notice draft: owner admin R own, agent CU own, reviewer A, publisher publishes, supervisor R;
the supervisor's beacon."""

QUOTE: tuple[Row, ...] = (
    ("GET", r"/agency/notices/{notice_no}/(quote|register)", AGENCY_AGENT),
    ("GET", r"/agency/notices(/.*)?|/api/v1/sealed/notices(/{notice_no}(/self-check)?)?", AGENCY),
    ("GET", r"(/api/v1)?/agency/(entries|awards)", AGENCY),
    ("POST", r"/agency/notices/{notice_no}/cancel|/api/v1/sealed/notices/{notice_no}/cancellation", AGENCY),
    ("POST", r"/agency/notices/{notice_no}/.*|/api/v1/sealed/notices/{notice_no}/.*", AGENCY_AGENT),
    ("GET|POST", r"(/api/v1)?/agency/awards/{notice_no}(/.*)?", AGENCY),
)
"""Registration and quote: authorised person C own; admin R own and, like every agency in §2.3, cancels;
nobody else before the opening, the sysadmin never. The award is the agency's."""

SIGNING_ADMINS = r"(confirmation|return|agreement|refusal)"
CONTRACT: tuple[Row, ...] = (
    ("GET", r"(/api/v1)?/contracts(/{notice_no}(/file|/evaluation\.svg)?)?", PUBLIC),
    ("GET", r"(/api/v1)?/agencies/{uscc}/evaluations(\.svg)?", PUBLIC),
    ("GET", r"/workbench/contracts/{notice_no}", ANYBODY_KNOWN),
    ("GET|POST", r"(/api/v1)?/owner/contracts/{notice_no}/contract", OWNER_AGENT),
    ("GET|POST", rf"(/api/v1)?/owner/contracts/{{notice_no}}/{SIGNING_ADMINS}", OWNER_ADMIN),
    ("GET|POST", r"(/api/v1)?/owner/contracts/{notice_no}(/.*)?", OWNER),
    ("GET|POST", r"(/api/v1)?/agency/contracts/{notice_no}/contract", AGENCY_AGENT),
    (
        "GET|POST",
        rf"(/api/v1)?/agency/contracts/{{notice_no}}/({SIGNING_ADMINS}|reply|objection)",
        AGENCY_ADMIN,
    ),
    ("GET|POST", r"(/api/v1)?/agency/contracts(/.*)?", AGENCY),
    ("GET|POST", r"(/api/v1)?/department/contracts(/.*)?", DEPARTMENT),
    ("GET|POST", r"(/api/v1)?/desk/contracts(/.*)?", REVIEWER),
    ("GET|POST", r"(/api/v1)?/supervisor/contracts(/.*)?", SUPERVISOR),
)
"""Contract: agents of both sides CU, their administrators A; authorities R, everybody R the public version.
Evaluation: owner C own, department and centre C their part, the agency's administrator replies; the
supervisor ends a contract and settles a dispute."""

CONDUCT: tuple[Row, ...] = (
    ("GET|POST", r"(/api/v1)?/supervisor/notices/{notice_id}/orders/{order}", SUPERVISOR),
    ("GET", r"(/api/v1)?/conduct(/{number})?", PUBLIC),
    ("GET", r"(/api/v1)?/agency/conduct", AGENCY),
    (
        "GET|POST",
        r"(/api/v1/violations|/cases)/{case_id}/(investigation|delivery|decision)",
        DEPARTMENT | SUPERVISOR,
    ),
    ("GET|POST", r"(/api/v1)?/black-list(/.*)?", DEPARTMENT | SUPERVISOR),
    ("GET|POST", r"(/api/v1/violations|/cases)(/.*)?", ANYBODY_KNOWN - RATING - ASKING - SYSADMIN),
)
"""Violation decision: everybody R what is in force; owner, agency, operator report; the agency answers; the
department and the supervisor decide. Which case concerns whom is asked of the case."""

DESKS: tuple[Row, ...] = (
    ("GET", r"(/api/v1)?/claims", OPERATOR | DEPARTMENT),
    ("GET|POST", r"(/api/v1)?/claims/{task}/{task_id}(/return)?", OPERATOR | DEPARTMENT),
    ("GET|POST", r"(/api/v1)?/absence(/end)?", OPERATOR | DEPARTMENT),
)
"""Queues with claims, absence and delegation: the operator's and the departments'. What may be claimed by
whom is asked of the task."""

ORDER = r"(/api/v1)?/orders/{order_id}"
FLAGGED = r"(/staff/ratings/signals|/api/v1/flagged-ratings)/{rating}"
CENTRE = CENTRE_SUPERVISOR | REGULATOR
RATINGS: tuple[Row, ...] = (
    (
        "GET|POST",
        r"/(r|stop)/{token}(/(opened|outcome|objection|withdrawal|follow-up|photos(/removal)?))?",
        PUBLIC,
    ),
    ("POST", r"/api/v1/cases(:batch)?", CENTRE_SUPERVISOR),
    ("GET", r"(/api/v1)?/changes", PUBLIC),
    ("GET|POST", rf"{ORDER}/(identity)", REGULATOR | APPEAL_REVIEWER),
    (
        "GET|POST",
        rf"{ORDER}/(files|uploads|sign|request-return|propose-finding|start-rectifying)",
        UNIT_HANDLER,
    ),
    ("GET|POST", rf"{ORDER}/(explain|submit-measure|appeal)", UNIT_HANDLER),
    ("GET|POST", rf"{ORDER}/(verify|(return|approve)-(finding|measure|appeal)|decline-appeal)", UNIT_HEAD),
    ("GET|POST", rf"{ORDER}/ask-extension", UNIT_HANDLER | UNIT_HEAD),
    ("GET|POST", rf"{ORDER}/(failed-)?contact", UNIT_HANDLER | CENTRE),
    ("POST", rf"{ORDER}/dial", UNIT_HANDLER | CENTRE | CALLERS),
    ("GET|POST", rf"{ORDER}/(dispatch|urge)", CENTRE),
    ("GET|POST", rf"{ORDER}/(send-feedback|(failed-)?revisit)", CENTRE_SUPERVISOR | CALLERS),
    ("GET|POST", rf"{ORDER}/((grant|refuse)-(return|extension)|close(-unresolved)?|reopen)", REGULATOR),
    ("GET|POST", rf"{ORDER}/(vote|decide-objection)", APPEAL_REVIEWER),
    ("GET", rf"(/api/v1)?/orders|{ORDER}(/(evidence|photos)/{{place}})?", (RATING - CLERK) | CALLERS),
    ("GET|POST", r"/q/{point}", PUBLIC),
    (
        "GET",
        r"(/api/v1)?/questionnaires(/{questionnaire_id}(/preview)?)?",
        SURVEYING,
    ),
    (
        "GET|POST",
        r"(/api/v1)?/questionnaires(/{questionnaire_id})?(/title|/questions.*)?",
        SURVEY_DESIGNER | EVALUATOR,
    ),
    ("GET", r"/rate-online", PUBLIC),
    ("GET", r"(/api/v1)?/campaigns(/{campaign_id}(/results)?)?", SURVEYING),
    ("POST", r"(/api/v1)?/campaigns/{campaign_id}/(publish|suggestions/{place})", REGULATOR),
    ("GET", r"(/api/v1)?/survey-results(/{campaign_id}(\.json|\.csv)?)?", PUBLIC),
    ("GET|POST", r"/surveys/{secret}|/s/{secret}", PUBLIC),
    ("POST", r"(/api/v1)?/campaigns/{campaign_id}/(approve|request-change|archive)", REGULATOR),
    ("POST", r"(/api/v1)?/campaigns/{campaign_id}/(pause|resume|cancel)", SURVEY_WRITERS | REGULATOR),
    (
        "GET|POST",
        r"(/api/v1)?/campaigns(/new|/{campaign_id}/(edit|plan|frame|submit|analyse))?",
        SURVEY_WRITERS,
    ),
    (
        "GET",
        r"/invitations/texts(/{kind})?|/api/v1/invitation-texts(/{kind})?",
        CENTRE_SUPERVISOR | REGULATOR,
    ),
    ("GET|POST", r"/invitations/texts/{kind}/(new|preview)", CENTRE_SUPERVISOR),
    ("POST", r"/api/v1/invitation-texts/{kind}(/preview)?", CENTRE_SUPERVISOR),
    ("POST", r"(/invitations/texts|/api/v1/invitation-texts)/{kind}/{number}/(approve|decline)", REGULATOR),
    ("POST", r"(/invitations/texts|/api/v1/invitation-texts)/{kind}/{number}/withdraw", CENTRE_SUPERVISOR),
    ("GET", r"/invitations(\.csv|/{invitation})?", CENTRE_SUPERVISOR | REGULATOR),
    ("GET", r"/api/v1/invitations(/{invitation})?", CENTRE_SUPERVISOR | REGULATOR),
    ("POST", r"(/api/v1)?/invitations/{invitation}/revoke", CENTRE_SUPERVISOR),
    ("POST", r"/invitations/{invitation}/revoke", CENTRE_SUPERVISOR),
    ("GET", r"/upward(/days/{day}(\.csv)?)?", CENTRE_SUPERVISOR | REGULATOR | SYSADMIN),
    ("GET", r"/ratings-import(/template\.csv|/uploaded)?", CENTRE_SUPERVISOR),
    ("POST", r"/ratings-import|/api/v1/ratings:import", CENTRE_SUPERVISOR),
    ("POST", r"/upward/{report}/retry", CENTRE_SUPERVISOR | REGULATOR | SYSADMIN),
    ("POST", r"/api/v1/texts/(replies|receipts)", PUBLIC),
    ("GET", r"/tablet", CLERK),
    ("GET|POST", r"/tablet/{point}", CLERK),
    ("GET|POST", r"(/api/v1)?/points(/{point}(/close|/qr\.svg)?)?", CENTRE_SUPERVISOR),
    ("GET|POST", r"(/api/v1)?/paper-forms", CENTRE_SUPERVISOR),
    ("GET|POST", r"/served-cases/new", CLERK | CENTRE_SUPERVISOR),
    ("GET|POST", r"/served-cases/import(/.*)?", CENTRE_SUPERVISOR),
    ("GET", r"(/api/v1)?/ratings(/units/{unit})?|/ratings(/units/{unit})?\.csv", PUBLIC),
    ("GET|POST", r"/privacy-requests(/{request}(/copy|/erase|/close)?)?", DPO),
    ("GET", r"/coverage(\.csv)?", PUBLIC),
    ("GET", r"/text-replies", CENTRE_SUPERVISOR),
    ("GET|POST", r"/noted/{token}", PUBLIC),
    ("POST", r"/noted/{token}/outcome", PUBLIC),
    ("POST", r"/noted/{token}/objection", PUBLIC),
    ("POST", r"/surveys/{secret}/outcome", PUBLIC),
    ("POST", r"/surveys/{secret}/objection", PUBLIC),
    ("GET", r"/callbacks/integrity", REGULATOR),
    (
        "GET",
        r"/callbacks/boards(/{campaign}(\.csv)?)?|/api/v1/callback-boards/{campaign}",
        CALLBACK_LEAD | REGULATOR | SURVEY_DESIGNER,
    ),
    ("GET", r"/callbacks/boards/{campaign}/visits", CALLERS),
    ("POST", r"/callbacks/{callback}/visit/order|/api/v1/callbacks/{callback}/visit-order", CALLBACK_LEAD),
    ("GET|POST", r"(/api/v1)?/callbacks/{callback}/visit", CALLERS),
    ("POST", r"(/api/v1)?/callbacks/(next|{callback}/(result|draft|return|dial))", CALLBACK_AGENT),
    ("GET", r"/callbacks|(/api/v1)?/callbacks/{callback}", CALLBACK_AGENT | CALLBACK_LEAD),
    ("GET", r"/staff/ratings", CLERK),
    ("GET", r"/staff/ratings/units/{unit}", UNIT_HEAD | REGULATOR),
    ("POST", r"/staff/ratings/signals/mark|/api/v1/flagged-ratings:mark", REGULATOR),
    ("POST", rf"{FLAGGED}/(un)?mark", REGULATOR),
    ("POST", rf"{FLAGGED}/(vote|decide-objection)", APPEAL_REVIEWER),
    (
        "GET",
        rf"{FLAGGED}(/photos/{{place}})?|/staff/ratings/signals|/api/v1/flagged-ratings",
        REGULATOR | APPEAL_REVIEWER,
    ),
    ("GET", r"(/api/v1)?/ratings/snapshots(/{period}(\.json|\.csv)?)?", PUBLIC),
    ("GET", r"(/api/v1)?/ratings/measures", PUBLIC),
    ("GET", r"(/api/v1)?/supervision(/{measure_id})?", REGULATOR | UNIT_HEAD),
    ("GET", r"/supervision/new", REGULATOR),
    ("GET|POST", r"/supervision/findings/import|/api/v1/findings/import", REGULATOR | SYSADMIN),
    ("GET|POST", r"/supervision/findings/new", REGULATOR),
    ("POST", r"/api/v1/findings", REGULATOR),
    ("GET", r"(/api/v1)?/findings", PUBLIC),
    ("POST", r"(/api/v1)?/supervision", REGULATOR),
    ("GET|POST", r"(/api/v1)?/supervision/{measure_id}/answer", UNIT_HEAD),
    ("GET|POST", r"(/api/v1)?/supervision/{measure_id}/(hold|move|cancel|confirm|miss)", REGULATOR),
    ("GET", r"(/api/v1)?/ratings/half-years(/{half}(\.json|\.csv)?)?", PUBLIC),
)
"""A resident's link is the right to use it; cases are reported by the service centre's systems. Of a bad
rating's order the handler does, the head approves, the centre speaks to the resident, the regulator returns,
extends and closes, reviewers judge; the rated clerk has no part in it (evaluation.md §6)."""

ITEM = r"(/hotline|/api/v1/items)/{item}"
UNITS, REGISTRARS, OVERSEERS = (
    UNIT_HANDLER | UNIT_HEAD,
    HOTLINE_OPERATOR | CLERK,
    HOTLINE_OPERATOR | REGULATOR,
)
HOTLINE: tuple[Row, ...] = (
    ("GET|POST", r"/complain|/items/{secret}(/(outcome|reopening))?", PUBLIC),
    ("GET|POST", r"/hotline/new|/hotline/{item}/receipt", REGISTRARS),
    ("POST", rf"/api/v1/items|{ITEM}/(triage|answer)", REGISTRARS),
    ("GET", rf"{ITEM}/(triage|answer)", REGISTRARS),
    ("POST", rf"{ITEM}/(identity|urge)", OVERSEERS),
    ("POST", rf"{ITEM}/dial", UNITS | HOTLINE_OPERATOR),
    ("GET|POST", rf"{ITEM}/(return|contact|reply|progress|ask-extension|report-back)", UNITS),
    (
        "GET|POST",
        rf"{ITEM}/(dispatch|(grant|refuse)-extension|(failed-)?callback|close|redispatch)",
        HOTLINE_OPERATOR,
    ),
    ("GET|POST", rf"{ITEM}/(close-unresolved|instruct)", REGULATOR),
    ("GET", r"(/api/v1)?/problems-solved|/problems-solved\.csv", PUBLIC),
    ("GET|POST", rf"{ITEM}/similar(/none)?", OVERSEERS),
    ("POST", r"(/hotline|/api/v1)/problems/{problem}/change", UNITS),
    ("POST", r"(/hotline|/api/v1)/problems/{problem}/publish", REGULATOR),
    ("GET", r"(/hotline|/api/v1)/problems(/{problem})?", UNITS | OVERSEERS | DPO),
    ("GET", r"/hotline/figures", OVERSEERS | DPO),
    ("GET", rf"/hotline|/api/v1/items|{ITEM}", UNITS | REGISTRARS | REGULATOR | DPO),
)
"""Items (evaluation.md §2.7): whoever comes is registered; the office sends, extends, calls back and closes,
the unit handles and replies, the regulator supervises; the resident's secret is the right to use it."""

TABLE = (*HOTLINE, *RATINGS, *CONTRACT, *SITE, *LISTING, *SERVICE_ITEM, *NOTICE, *QUOTE, *CONDUCT, *DESKS)


def allowed(method: str, path: str) -> Set[Role] | None:
    """Return who may ask by the table, None when no row fits; the empty set is everybody."""
    fitting = (
        who for methods, paths, who in TABLE if re.fullmatch(methods, method) and re.fullmatch(paths, path)
    )
    return next(fitting, None)
