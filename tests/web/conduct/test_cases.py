"""A violation case from the report to its end, over HTTP: docs/rules.md §2.6, separation of §5."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from chalicelib.domain.marketplace.agencies.lapsing import states_at
from chalicelib.domain.marketplace.conduct.standing import interception_at
from chalicelib.domain.marketplace.credit import credit_at
from infra.local.http_event import Answer
from tests.factories.agencies import SURVEY, market_rules
from tests.web.conduct.conftest import Court

UNKNOWN = "ZJ-370700-2026-999999"
FACTS = "外业由另一家机构完成，有现场记录为证。"


def test_a_case_runs_from_report_to_force_and_stops_the_agency(court: Court) -> None:
    case = court.in_force()

    now = court.runtime.now()
    agency = court.now()
    stop = interception_at(agency, SURVEY, now)
    assert stop is not None
    assert (stop.kind, stop.basis) == ("suspension", "subcontracting")
    assert credit_at(agency, now, market_rules().conduct).score == 80
    assert set(states_at(agency, now).values()) == {"SUSPENDED"}
    assert court.read(case, court.owner).json()["state"] == "IN_FORCE"
    assert court.told(f"org:{court.uscc}") == ["case-notified", "decision-in-force"]
    assert "case-decided" in court.told(f"org:{court.owner.org.uscc}")


def test_the_suspension_ends_by_itself_at_midnight_after_its_last_day(court: Court) -> None:
    court.in_force()
    stop = interception_at(court.now(), SURVEY, court.runtime.now())
    assert stop is not None
    assert stop.ends_at is not None

    court.runtime.move_to(stop.ends_at)

    assert set(states_at(court.now(), stop.ends_at).values()) == {"ACTIVE"}
    assert (stop.ends_at + timedelta(hours=8)).time().isoformat() == "00:00:00"
    assert "agency-suspension-over" in court.told(f"org:{court.uscc}")


@pytest.mark.parametrize("handler", [0, "owner"])
def test_whoever_brought_the_case_up_cannot_decide_it(court: Court, handler: int | str) -> None:
    if handler == "owner":
        case = court.report(as_=court.officials[0])
        assert court.post(case, "investigation", court.officials[1]).status == 200
        assert court.say(case, "notice", court.officials[1]).status == 200
        assert court.say(case, "answer", court.agency).status == 200
    else:
        case = court.heard()

    refused = court.post(case, "decision", court.officials[0], text=FACTS, suspension_months=6)

    assert refused.status == 403
    assert refused.json()["type"] == "/problems/same-person-opened"
    assert court.post(case, "decision", court.supervisor, text=FACTS, suspension_months=6).status == 200


def test_of_two_who_decide_at_once_one_does(court: Court) -> None:
    case = court.heard()
    judges = (court.officials[1], court.supervisor)

    def decide(place: int) -> int:
        return court.post(case, "decision", judges[place], text=FACTS, suspension_months=6 + place).status

    with ThreadPoolExecutor(2) as threads:
        answers = sorted(threads.map(decide, (0, 1)))

    assert answers == [200, 409]
    entries = [entry.type for entry in court.runtime.house.queries.entries(f"VIOLATION#{case}")]
    assert entries.count("violation.decided") == 1


def test_an_agency_that_stays_silent_is_heard_when_its_clock_has_run_out(court: Court) -> None:
    case = court.report()
    court.post(case, "investigation", court.officials[0])
    due = court.say(case, "notice", court.officials[0]).json()["due_at"]

    court.runtime.move_to(court.runtime.now() + timedelta(days=8))

    shown = court.read(case, court.officials[1]).json()
    assert shown["state"] == "HEARD"
    assert [one["at"] for one in shown["timeline"] if one["state"] == "HEARD"] == [due]
    assert court.say(case, "answer", court.agency).status == 409


def test_the_department_is_reminded_once_after_three_working_days(court: Court) -> None:
    court.report()

    court.runtime.move_to(court.runtime.now() + timedelta(days=9))

    department = f"org:{court.officials[0].org.uscc}"
    assert court.told(department).count("case-overdue") == 1


def test_a_ruling_beyond_the_table_is_refused_field_by_field(court: Court) -> None:
    case = court.heard()

    refused = court.post(
        case, "decision", court.officials[1], text=FACTS, suspension_months=1, bar_years=1, blacklist_years=2
    )

    assert refused.status == 422
    assert {(one["pointer"], one["code"]) for one in refused.json()["errors"]} == {
        ("/suspension_months", "out-of-range"),
        ("/bar_years", "not-for-this-violation"),
        ("/blacklist_years", "not-for-this-violation"),
    }


def test_what_the_schema_refuses_of_a_decision_is_told_beside_what_the_table_refuses(court: Court) -> None:
    case, by = court.heard(), court.officials[1]
    body = {"text": "短", "suspension_months": 1, "blacklist_years": "二", "service_types": ["XX99"]}

    refused = court.post(case, "decision", by, **body)

    assert refused.status == 422
    assert {(one["pointer"], one["code"]) for one in refused.json()["errors"]} == {
        ("/text", "too-short"),
        ("/suspension_months", "out-of-range"),
        ("/blacklist_years", "not-an-integer"),
        ("/service_types/0", "unknown-service-type"),
    }
    form = {"_key": "k", "text": "", "suspension_months": "1"}
    page = court.runtime.post_form(f"/cases/{case}/decision", form, as_=by).text
    assert 'href="#f-text"' in page
    assert 'href="#f-suspension_months"' in page


def test_a_removal_ends_every_admission_and_shows_its_bar(court: Court) -> None:
    court.in_force("collusion", bar_years=2, blacklist_years=1)

    now = court.runtime.now()
    assert set(states_at(court.now(), now).values()) == {"BLOCKED"}
    assert set(states_at(court.now(), now + timedelta(days=500)).values()) == {"REMOVED"}
    page = court.runtime.get("/conduct?measure=removal").text
    assert "串通报价" in page


def test_a_report_names_a_published_notice_or_none(court: Court) -> None:
    sent = {"uscc": court.uscc, "basis": "subcontracting", "service_type": SURVEY, "text": "外业全部转包。"}

    def answer(number: str) -> Answer:
        return court.runtime.post_json("/api/v1/violations", {**sent, "notice_no": number}, as_=court.owner)

    codes = {number: answer(number).json()["errors"][0]["code"] for number in (UNKNOWN, "四十二号")}
    assert codes[UNKNOWN] == "unknown-notice"
    assert codes["四十二号"] != "unknown-notice"
    assert answer(" ").status == 201


def test_a_restriction_to_a_service_that_there_is_not_is_refused(court: Court) -> None:
    ruling = {"text": FACTS, "suspension_months": 6, "service_types": [SURVEY, "XX99"]}
    refused = court.post(court.heard(), "decision", court.officials[1], **ruling)

    assert refused.status == 422
    wrong = [(one["pointer"], one["code"]) for one in refused.json()["errors"]]
    assert wrong == [("/service_types/1", "unknown-service-type")]


def test_a_decision_of_the_supervisor_names_it_by_more_than_a_code(court: Court) -> None:
    case = court.heard()
    facts = {"text": "外业由另一家机构完成，有现场记录为证。", "suspension_months": 6}
    assert court.post(case, "decision", court.supervisor, **facts).status == 200
    number = court.post(case, "delivery", court.supervisor).json()["number"]

    page = court.runtime.get(f"/conduct/{number}").text
    assert f"监督部门（{court.supervisor.org.uscc}）" in page


def test_the_accused_reads_neither_the_report_nor_who_reported(court: Court) -> None:
    case = court.report()
    assert court.read(case, court.agency).status == 404
    assert court.read(case, court.stranger).status == 404
    court.post(case, "investigation", court.officials[0])
    court.say(case, "notice", court.officials[0], "经查，你单位涉嫌转包。")

    shown = court.read(case, court.agency)

    assert "涉嫌转包" in shown.text
    assert "中选后把外业" not in shown.text
    assert court.owner.org.uscc not in shown.text
    assert "中选后把外业" in court.read(case, court.officials[1]).text


def test_no_words_of_a_case_lie_in_ledger_lists_or_messages(court: Court) -> None:
    case = court.heard()

    entries = list(court.runtime.house.queries.entries(f"VIOLATION#{case}"))

    assert all("外业" not in entry.data for entry in entries)
    cards = court.runtime.get_json("/api/v1/violations", as_=court.supervisor).text
    assert "外业" not in cards


def test_an_objection_is_judged_by_another_and_a_correction_ends_everything(court: Court) -> None:
    case = court.in_force()
    assert court.say(case, "objection", court.agency).status == 200
    assert interception_at(court.now(), SURVEY, court.runtime.now()) is not None
    assert court.say(case, "correction", court.officials[1]).status == 403

    corrected = court.say(case, "correction", court.officials[0], "现场记录有误，撤销决定。")

    assert corrected.json()["state"] == "CORRECTED"
    now = court.runtime.now()
    assert interception_at(court.now(), SURVEY, now) is None
    assert credit_at(court.now(), now, market_rules().conduct).score == 100
    assert set(states_at(court.now(), now).values()) == {"ACTIVE"}
    number = corrected.json()["number"]
    assert court.runtime.get_json(f"/api/v1/conduct/{number}").json()["decision"]["corrected_at"] is not None
    assert "已更正" in court.runtime.get("/conduct").text


def test_an_objection_after_five_working_days_is_too_late(court: Court) -> None:
    case = court.in_force()
    court.runtime.move_to(court.runtime.now() + timedelta(days=8))

    refused = court.say(case, "objection", court.agency)

    assert refused.status == 409
    assert refused.json()["type"] == "/problems/objection-lapsed"


def test_a_dismissed_case_tells_the_reporter_and_touches_nothing(court: Court) -> None:
    case = court.report()
    court.post(case, "investigation", court.officials[0])

    assert court.say(case, "dismissal", court.officials[0]).json()["state"] == "DISMISSED"

    assert court.now().conduct.sanctions == ()
    assert "case-dismissed" in court.told(f"org:{court.owner.org.uscc}")
    assert "case-dismissed" not in court.told(f"org:{court.uscc}")


def test_a_decision_is_gone_from_public_view_five_years_after_its_end(court: Court) -> None:
    case = court.in_force("illegal-fees", suspension_months=3)
    number = court.read(case, court.officials[0]).json()["number"]
    hidden = court.now().conduct.sanctions[0].hidden_at
    assert hidden is not None
    assert court.runtime.get(f"/conduct/{number}").status == 200

    court.runtime.move_to(hidden)

    assert court.runtime.get(f"/conduct/{number}").status == 404
    assert number not in court.runtime.get("/conduct").text
    assert court.read(case, court.officials[0]).json()["state"] == "EXPIRED"


def test_a_report_against_nobody_and_against_oneself_is_refused(court: Court) -> None:
    sent = {"basis": "bribery", "service_type": SURVEY, "text": "向评审人员送礼。"}
    unknown = court.runtime.post_json(
        "/api/v1/violations", {**sent, "uscc": "91350100M000100Y43"}, as_=court.owner
    )
    own = court.runtime.post_json("/api/v1/violations", {**sent, "uscc": court.uscc}, as_=court.agency)

    assert [one["code"] for one in unknown.json()["errors"]] == ["unknown-agency"]
    assert own.status == 403
