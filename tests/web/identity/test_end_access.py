"""A system administrator ends a person's access: at once, everywhere, until it is given back (ADR 0064)."""

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlencode

import pytest

from chalicelib import bootstrap
from chalicelib.kernel.actors import Role
from chalicelib.usecases.audit_day import audit_day
from chalicelib.usecases.close_day import close_days
from infra.local.capacity import meter
from infra.local.http_event import Answer
from infra.local.people import DemoPerson, people
from infra.local.runtime import Runtime
from infra.local.visits import Visit, json_request
from tests.factories.notices import MONDAY
from tests.store.shop import at_once
from tests.web.meta.world import fresh_visit

WORDS = "来电反映账号在外地登录，本人确认不是自己。"
END = {"reason": "compromised", "words": WORDS}
RESTORE = {"words": "已更换密码，本人到场核实。"}


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runtime]:
    with Runtime(tmp_path_factory.mktemp("local"), starts_at=MONDAY, ticking=False) as running:
        yield running


@pytest.fixture
def runtime(running: Runtime) -> Runtime:
    running.reset(MONDAY)
    return running


def of_role(role: Role, place: int = 0) -> DemoPerson:
    return [person for person in people() if role in person.roles][place]


ADMIN, OTHER_ADMIN = of_role(Role.SYSADMIN), of_role(Role.SYSADMIN, 1)
PERSON, OTHER = of_role(Role.OPERATOR_REVIEWER), of_role(Role.OPERATOR_REVIEWER, 1)


def badge_of(runtime: Runtime, person: DemoPerson) -> str:
    return runtime.house.epochs.get(person.subject).badge


def entered(runtime: Runtime, person: DemoPerson = PERSON) -> tuple[Visit, str]:
    """Let a person sign in; return the browser and the work number."""
    visit = fresh_visit(runtime, person)
    return visit, badge_of(runtime, person)


def order(
    runtime: Runtime, badge: str, what: str = "end", by: DemoPerson = ADMIN, key: str = "first"
) -> Answer:
    body = END if what == "end" else RESTORE
    return runtime.post_json(f"/api/v1/access/{badge}/{what}", body, as_=by, key=key)


def ask(runtime: Runtime, token: str, address: str = "/api/v1/workbench") -> Answer:
    return runtime.request(json_request("GET", address, None, token=token))


def test_the_holder_sees_the_work_number_and_nobodys_name_is_kept(runtime: Runtime) -> None:
    visit, badge = entered(runtime)

    assert badge in visit.get("/account").text
    assert f"工号 {badge}" in visit.get("/workbench").text
    item = runtime.house.roster.find(badge)
    assert PERSON.display_name not in repr(item)


def test_the_page_ends_session_and_token_with_the_next_request(runtime: Runtime) -> None:
    visit, badge = entered(runtime)
    token = runtime.identity.access_token(PERSON)
    assert ask(runtime, token).status == 200
    admin = fresh_visit(runtime, ADMIN)
    shown = admin.get(f"/admin/access/{badge}")
    assert "运营机构审核人员" in shown.text
    assert "2026年3月9日" in shown.text

    ended = admin.post_form(f"/admin/access/{badge}/end", END)

    assert ended.location == f"/admin/access/{badge}?done=ended"
    after = admin.follow(ended).text
    assert WORDS in after
    assert "账号可能被他人使用" in after
    page = visit.get("/workbench")
    assert page.status == 403
    assert "您的使用权限已被停用" in page.text
    assert 'href="tel:12345"' in page.text
    refused = ask(runtime, token)
    assert (refused.status, refused.json()["type"]) == (403, "/problems/access-ended")
    assert refused.json()["hotline"] == "12345"


def test_nobody_barred_signs_in_or_gets_further_with_a_new_token_until_it_is_restored(
    runtime: Runtime,
) -> None:
    _, badge = entered(runtime)
    assert order(runtime, badge).status == 200

    browser = fresh_visit(runtime)
    refused = browser.follow(browser.get("/sign-in?" + urlencode({"person_hint": PERSON.subject})))
    assert refused.status == 403
    assert "access-ended" in refused.text
    assert ask(runtime, runtime.identity.access_token(PERSON)).status == 403

    given_back = order(runtime, badge, "restore")
    assert (given_back.status, given_back.json()["is_ended"]) == (200, False)
    assert fresh_visit(runtime, PERSON).get("/workbench").status == 200
    assert ask(runtime, runtime.identity.access_token(PERSON)).status == 200


def test_what_was_ended_stays_ended_when_access_is_given_back(runtime: Runtime) -> None:
    visit, badge = entered(runtime)
    token = runtime.identity.access_token(PERSON)

    order(runtime, badge)
    order(runtime, badge, "restore")

    assert visit.get("/workbench").location.startswith("/sign-in?")
    assert ask(runtime, token).json()["type"] == "/problems/token-ended"


def test_a_calendar_address_ends_with_the_access_and_stays_ended(runtime: Runtime) -> None:
    _, badge = entered(runtime)
    made = runtime.post_json("/api/v1/calendar", {}, as_=PERSON).json()["address"]
    address = "/calendar/" + made.split("/calendar/")[1]
    assert runtime.get(address).status == 200

    order(runtime, badge)
    assert runtime.get(address).status == 404
    order(runtime, badge, "restore")
    assert runtime.get(address).status == 404


def test_public_pages_stay_open_to_whoever_is_barred(runtime: Runtime) -> None:
    visit, badge = entered(runtime)
    order(runtime, badge)

    assert visit.get("/notices").status == 200


def test_the_bar_costs_no_request_a_call_more(runtime: Runtime) -> None:
    token = runtime.identity.access_token(PERSON)
    ask(runtime, token)
    with meter() as before:
        ask(runtime, token)
    order(runtime, badge_of(runtime, PERSON))
    order(runtime, badge_of(runtime, PERSON), "restore")
    runtime.advance(timedelta(seconds=2))

    with meter() as after:
        assert ask(runtime, runtime.identity.access_token(PERSON)).status == 200
    order(runtime, badge_of(runtime, PERSON), key="second")
    with meter() as barred:
        ask(runtime, runtime.identity.access_token(PERSON))

    assert after.calls == before.calls
    assert sum(tally.calls for tally in barred.by_operation.values()) == 1


def test_nobody_ends_or_restores_the_own_access(runtime: Runtime) -> None:
    admin = fresh_visit(runtime, ADMIN)
    badge = badge_of(runtime, ADMIN)

    refused = order(runtime, badge)

    assert (refused.status, refused.json()["type"]) == (403, "/problems/own-access")
    assert "另一位系统管理员" in admin.get(f"/admin/access/{badge}").text


def test_of_two_administrators_at_once_one_ends_it_and_the_other_is_told(runtime: Runtime) -> None:
    _, badge = entered(runtime)

    answers = at_once(
        [
            lambda: order(runtime, badge, by=ADMIN, key="a"),
            lambda: order(runtime, badge, by=OTHER_ADMIN, key="b"),
        ]
    )

    found = sorted(answer.status if isinstance(answer, Answer) else 0 for answer in answers)
    assert found == [200, 409]
    entries = list(runtime.house.queries.entries(f"PERSON#{PERSON.subject}"))
    assert [entry.type for entry in entries] == ["person.access-ended"]


def test_the_same_command_again_is_the_same_answer(runtime: Runtime) -> None:
    _, badge = entered(runtime)

    first, second = order(runtime, badge), order(runtime, badge)

    assert (first.status, first.json()) == (second.status, second.json())
    assert order(runtime, badge, key="another").json()["type"] == "/problems/access-is-ended"
    order(runtime, badge, "restore")
    assert order(runtime, badge, "restore", key="x").json()["type"] == "/problems/access-not-ended"


def test_the_ledger_names_the_administrator_and_holds_no_words_and_the_audit_agrees(
    runtime: Runtime,
) -> None:
    _, badge = entered(runtime)
    order(runtime, badge)

    (entry,) = runtime.house.queries.entries(f"PERSON#{PERSON.subject}")

    assert (entry.actor, entry.kind) == (ADMIN.subject, "person")
    assert WORDS not in repr(entry)
    assert '"reason":"compromised"' in entry.data
    audit = bootstrap.audit()
    close_days(audit, MONDAY + timedelta(days=1), MONDAY.date())
    assert f"PERSON#{PERSON.subject}" in {entry.aggregate for entry in audit.ledger.entries_of(MONDAY.date())}
    assert audit_day(audit, MONDAY.date()) == []


def test_a_roster_lists_an_organisation_in_one_query_and_pages(runtime: Runtime) -> None:
    badges = {entered(runtime, person)[1] for person in (PERSON, OTHER)}
    admin = fresh_visit(runtime, ADMIN)

    listed = runtime.get_json(f"/api/v1/access?org={PERSON.org.uscc}&limit=1", as_=ADMIN)

    assert len(listed.json()["items"]) == 1
    more = runtime.get_json(listed.json()["next"], as_=ADMIN).json()
    assert {line["badge"] for line in (*listed.json()["items"], *more["items"])} == badges
    assert PERSON.subject not in listed.text
    with meter() as usage:
        page = admin.get(f"/admin/access?q={PERSON.org.uscc}")
    assert badges <= set(page.text.replace("<", ">").split(">"))
    assert usage.by_operation["Query"].calls == 1
    assert "Scan" not in usage.by_operation


def test_a_number_leads_to_its_person_however_it_is_typed(runtime: Runtime) -> None:
    _, badge = entered(runtime)

    found = runtime.get("/admin/access?" + urlencode({"q": f" {badge[:3].lower()}-{badge[3:]} "}), as_=ADMIN)
    wrong = runtime.get("/admin/access?q=ABC", as_=ADMIN)
    unknown = runtime.get("/admin/access/R5SAEN", as_=ADMIN)

    assert found.location == f"/admin/access/{badge}"
    assert "工号是 6 位字母和数字" in wrong.text
    assert unknown.status == 404


def test_a_person_known_by_tokens_alone_is_on_the_roster_too(runtime: Runtime) -> None:
    runtime.get_json("/api/v1/workbench", as_=PERSON)

    assert badge_of(runtime, PERSON)
    assert order(runtime, badge_of(runtime, PERSON)).status == 200
