"""Import of the serious-dishonesty list: dry run with diff, second person, idempotent (§2.6)."""

import csv
import io
from datetime import timedelta
from typing import Any

from chalicelib.domain.marketplace.conduct.list_rows import COLUMNS
from chalicelib.domain.marketplace.conduct.standing import interception_at
from chalicelib.kernel.actors import Role
from chalicelib.kernel.clock import format_instant
from chalicelib.usecases.agencies.changing import shown_dossier
from infra.local.http_event import Answer
from infra.local.people import DemoPerson, people
from tests.factories.agencies import SURVEY
from tests.web.conduct.conftest import Court

STRANGER = "91350100M000100Y43"


def line(uscc: str, **changes: str) -> dict[str, str]:
    own = {key: example for key, _, example in COLUMNS} | {"uscc": uscc, "from_on": "2026-03-02"}
    return own | changes


def table(*lines: dict[str, str]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([heading for _, heading, _ in COLUMNS])
    writer.writerows([one[key] for key, _, _ in COLUMNS] for one in lines)
    return out.getvalue().encode("gb18030")


def stage(court: Court, content: bytes) -> Answer:
    first = court.officials[0]
    form: Any = court.runtime.post_json("/api/v1/black-list/uploads", {}, as_=first).json()
    assert court.runtime.visit(first).upload(form["url"], form["fields"], content, "list.csv").status == 303
    return court.runtime.post_json("/api/v1/black-list", {"file_id": form["file_id"]}, as_=first)


def confirm(court: Court, staged: Answer, person: int = 1, *, seen: bool = True) -> Answer:
    path = f"/api/v1/black-list/{staged.json()['id']}/confirmation"
    sent: Any = {"differences_seen": True} if seen else None
    return court.runtime.post_json(path, sent, as_=court.officials[person])


def test_a_dry_run_shows_what_each_row_would_do_and_enters_nothing(court: Court) -> None:
    staged = stage(court, table(line(court.uscc), line(STRANGER, until_on="")))

    assert [(row["change"], row["until_on"]) for row in staged.json()["rows"]] == [
        ("new", "2029-02-28"),
        ("new", None),
    ]
    assert interception_at(court.now(), SURVEY, court.runtime.now()) is None


def test_a_refused_table_is_looked_at_again_when_its_day_has_come(court: Court) -> None:
    content = table(line(court.uscc, from_on="2026-03-10"))
    refused = stage(court, content).json()
    assert [one["code"] for one in refused["errors"]] == ["future-date"]
    assert stage(court, content).json() == refused

    court.runtime.move_to(court.runtime.now() + timedelta(days=9))
    staged = stage(court, content)

    assert (staged.json()["state"], staged.json()["import_no"]) == ("STAGED", refused["import_no"])
    assert confirm(court, staged).status == 202


def test_a_second_person_confirms_and_the_listed_are_stopped_file_or_no_file(court: Court) -> None:
    staged = stage(court, table(line(court.uscc), line(STRANGER)))
    assert confirm(court, staged, 0).json()["type"] == "/problems/same-person-staged"

    assert confirm(court, staged).status == 202

    stop = interception_at(court.now(), SURVEY, court.runtime.now())
    assert stop is not None
    assert (stop.kind, stop.document_no) == ("blacklist", "潍失信〔2026〕3号")
    stranger = court.runtime.house.queries.agency(STRANGER, consistent=True).agency
    assert stranger.admissions == ()
    assert interception_at(stranger, SURVEY, court.runtime.now()) is not None
    assert court.runtime.get_json("/api/v1/conduct?measure=blacklist").json()["count"] == 2
    assert court.runtime.get(f"/conduct/{stop.number}").status == 200


def test_the_same_file_again_is_the_same_import_and_the_same_row_changes_nothing(court: Court) -> None:
    first = stage(court, table(line(court.uscc)))
    confirm(court, first)
    before = court.now().conduct

    again = stage(court, table(line(court.uscc)))
    other = stage(court, table(line(court.uscc, name="同一家机构")))
    confirm(court, other)

    assert again.json()["id"] == first.json()["id"]
    assert [row["change"] for row in other.json()["rows"]] == ["same"]
    assert court.now().conduct == before


def test_another_last_day_moves_the_entry_and_keeps_its_number(court: Court) -> None:
    confirm(court, stage(court, table(line(court.uscc))))
    number = court.now().conduct.sanctions[0].number

    moved = stage(court, table(line(court.uscc, until_on="2027-02-28")))
    confirm(court, moved)

    assert [row["change"] for row in moved.json()["rows"]] == ["moved"]
    (entry,) = court.now().conduct.sanctions
    assert entry.number == number
    assert entry.measures[0].ends_at is not None
    assert entry.measures[0].ends_at.isoformat() == "2027-02-28T16:00:00+00:00"


def test_every_error_of_every_row_is_named_and_nothing_is_taken(court: Court) -> None:
    bad = table(
        line("91370700MA3C0000X8", until_on="2026-02-01"), line(court.uscc, document_no="", from_on="明天")
    )

    staged = stage(court, bad)

    assert staged.json()["state"] == "REJECTED"
    assert {(one["row"], one["code"]) for one in staged.json()["errors"]} >= {
        (2, "ends-before-it-begins"),
        (3, "required"),
        (3, "not-a-date"),
    }
    assert staged.json()["rows"] == []
    assert confirm(court, staged).status == 409


def test_an_entry_that_is_over_already_is_told_and_not_entered(court: Court) -> None:
    staged = stage(court, table(line(court.uscc, from_on="2026-01-05", until_on="2026-02-28")))
    confirm(court, staged)

    assert [row["change"] for row in staged.json()["rows"]] == ["over"]
    assert court.now().conduct.sanctions == ()


def test_a_repeated_decision_is_named_beside_the_other_errors(court: Court) -> None:
    staged = stage(court, table(line(court.uscc), line(court.uscc), line(STRANGER, authority="")))

    errors = {(one["row"], one["code"]) for one in staged.json()["errors"]}
    assert errors == {(3, "duplicate-entry"), (4, "required")}


def test_who_is_listed_is_shown_as_listed_since_the_entry(court: Court) -> None:
    confirm(court, stage(court, table(line(court.uscc, until_on="2026-03-31"))))
    listed_at = court.runtime.now()

    profile = court.runtime.get_json(f"/api/v1/agencies/{court.uscc}").json()
    assert {(one["state"], one["since"]) for one in profile["services"]} == {
        ("BLOCKED", format_instant(listed_at))
    }


def test_the_public_page_of_an_entry_without_an_end_does_not_say_that_it_ends(court: Court) -> None:
    confirm(court, stage(court, table(line(STRANGER, until_on=""))))

    stranger = court.runtime.house.queries.agency(STRANGER, consistent=True).agency
    page = court.runtime.get(f"/conduct/{stranger.conduct.sanctions[0].number}").text
    assert "没有终止日期的，由决定机关移出名单后解除" in page


def test_the_pages_lead_from_the_template_to_the_confirmation(court: Court) -> None:
    assert "统一社会信用代码" in court.runtime.get("/black-list/template.csv", as_=court.supervisor).text
    assert "CSV 格式，不超过 20 MB" in court.runtime.get("/black-list", as_=court.supervisor).text
    staged = stage(court, table(line(court.uscc)))
    page = f"/black-list/{staged.json()['id']}"

    assert "需要由本单位另一人" in court.runtime.get(page, as_=court.officials[0]).text
    assert "核对并确认失信名单" in court.runtime.get("/workbench", as_=court.officials[1]).text
    sent = court.runtime.post_form(
        f"{page}/confirmation", {"_key": "k", "differences_seen": "true"}, as_=court.officials[1]
    )

    assert "名单已经确认" in court.runtime.get(sent.location, as_=court.officials[1]).text
    assert court.runtime.get(page, as_=court.owner).status == 403


def test_a_body_lists_the_imports_of_its_own(court: Court) -> None:
    staged = stage(court, table(line(court.uscc)))
    court.runtime.drain()
    other = next(
        one for one in people() if Role.DEPARTMENT in one.roles and one.org != court.officials[0].org
    )

    def lists(reader: DemoPerson) -> bool:
        return f"/black-list/{staged.json()['id']}" in court.runtime.get("/black-list", as_=reader).text

    assert lists(court.officials[0])
    assert lists(court.supervisor)
    assert not lists(other)


def test_the_agency_learns_of_its_entry_of_another_last_day_and_of_the_end(court: Court) -> None:
    for until_on in ("2029-02-28", "2027-02-28", "2026-03-02"):
        confirm(court, stage(court, table(line(court.uscc, until_on=until_on))))
        court.runtime.drain()

    assert court.told(f"org:{court.uscc}")[-3:] == ["list-entered", "list-moved", "list-ended"]
    number = court.now().conduct.sanctions[0].number
    page = court.runtime.get("/messages", as_=court.agency).text
    assert f'href="/conduct/{number}"' in page
    assert "您单位已列入严重失信名单" in page


def test_a_case_that_comes_into_force_is_not_told_as_an_entry_of_the_list(court: Court) -> None:
    court.in_force()
    court.runtime.drain()

    assert not {code for code in court.told(f"org:{court.uscc}") if code.startswith("list-")}


def test_a_name_that_is_not_the_registered_one_is_shown_and_must_be_confirmed(court: Court) -> None:
    registered = shown_dossier(court.now()).organisation.name
    staged = stage(court, table(line(court.uscc, name="潍坊别家测绘有限公司"), line(STRANGER)))

    assert staged.json()["differences"] == 1
    assert [(row["differs"], row["registered_name"]) for row in staged.json()["rows"]] == [
        (True, registered),
        (False, None),
    ]
    refused = confirm(court, staged, seen=False)
    assert (refused.status, [one["code"] for one in refused.json()["errors"]]) == (
        422,
        ["differences-unseen"],
    )
    assert court.now().conduct.sanctions == ()
    page = f"/black-list/{staged.json()['id']}"
    shown = court.runtime.get(page, as_=court.officials[1]).text
    assert f"表中写的是“潍坊别家测绘有限公司”，登记的是“{registered}”" in shown
    assert "我已核对 1 处不一致的名称" in shown
    unticked = court.runtime.post_form(f"{page}/confirmation", {"_key": "k"}, as_=court.officials[1])
    assert (unticked.status, "请逐行核对后勾选确认" in unticked.text) == (422, True)
    assert confirm(court, staged).status == 202


def test_width_and_spaces_make_no_other_name_and_equal_names_need_no_tick(court: Court) -> None:
    registered = shown_dossier(court.now()).organisation.name
    staged = stage(court, table(line(court.uscc, name=f" {registered[:2]}　{registered[2:]}")))

    assert staged.json()["differences"] == 0
    page = court.runtime.get(f"/black-list/{staged.json()['id']}", as_=court.officials[1]).text
    assert "名称不一致" not in page
    assert confirm(court, staged, seen=False).status == 202


def test_the_entry_page_says_at_once_that_the_list_closes_the_entry_and_until_when(court: Court) -> None:
    assert "机构处于限制状态" not in court.runtime.get("/agency/onboarding", as_=court.agency).text
    confirm(court, stage(court, table(line(court.uscc))))

    page = court.runtime.get("/agency/onboarding", as_=court.agency).text

    number = court.now().conduct.sanctions[0].number
    assert "机构处于限制状态，现在不能提交入驻申请" in page
    assert "决定文号 潍失信〔2026〕3号，到 2029年2月28日 24:00 期满" in page
    assert f'href="/conduct/{number}"' in page
