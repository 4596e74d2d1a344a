"""Campaigns from the draft to their begin: who decides, what the forecast says, and who is on no page."""

import re

from chalicelib.kernel.actors import Role
from chalicelib.web.schema_files import load_schema
from infra.local.people import people
from tests.web.ratings.conftest import person_of
from tests.web.surveys.conftest import Bureau


def test_a_forecast_counts_each_person_once_and_says_what_asking_them_costs(bureau: Bureau) -> None:
    bureau.serve(30)
    bureau.serve(4, first=101, phone="13805360001")
    bureau.serve(1, first=201, phone="")

    draft = bureau.campaign(method="SRS", n=20)

    assert (draft["frame"]["served"], draft["frame"]["eligible"]) == (31, 30)
    assert (draft["dry_run"]["people"], draft["dry_run"]["texts"]) == (20, 20)
    assert draft["dry_run"]["cost_fen"] == 5 * draft["dry_run"]["segments"]
    assert draft["frame"]["sha256"] != draft["frame"]["seed"]


def test_a_campaign_is_approved_by_another_person_and_freezes_its_questions(bureau: Bureau) -> None:
    bureau.serve(3)
    draft = bureau.campaign()
    bureau.act(draft, "submit")

    refused = bureau.post(f"/campaigns/{draft['id']}/approve", as_=bureau.designer)
    approved = bureau.act(draft, "approve", as_=bureau.regulator)
    path = f"/questionnaires/{draft['questionnaire']}"
    questions = bureau.runtime.get_json(f"/api/v1{path}", as_=bureau.designer).json()
    changed = bureau.post(f"{path}/questions/q10/remove").json()

    assert refused.status == 403
    assert (approved["state"], approved["questions_sha256"]) == ("APPROVED", questions["sha256"])
    assert questions["frozen_at"]
    assert (changed["version"], changed["frozen_at"], len(changed["questions"])) == (2, None, 10)


def test_a_plan_and_its_history_show_names_and_no_codes(bureau: Bureau) -> None:
    point = load_schema("register-point")["examples"][0]
    centre = person_of(Role.CENTRE_SUPERVISOR)
    assert bureau.post("/points", point, as_=centre).status == 201
    bureau.runtime.drain()
    bureau.serve(3)
    draft = bureau.campaign(units=[point["unit"]], halls=[point["hall"]])
    bureau.act(draft, "submit")
    bureau.act(draft, "approve", as_=bureau.regulator)

    page = bureau.runtime.get(f"/campaigns/{draft['id']}", as_=bureau.designer).text

    main = page.partition("<main")[2].partition("</main>")[0]
    for words in (point["unit_name"], point["hall_name"], "编写单位", "监管部门"):
        assert words in main
    for code in (point["unit"], bureau.designer.org.uscc, bureau.regulator.org.uscc):
        assert code not in main


def test_published_surveys_are_found_from_every_page(bureau: Bureau) -> None:
    for address in ("/", "/ratings"):
        assert 'href="/survey-results"' in bureau.runtime.get(address).text


def test_what_is_to_be_changed_is_said_and_edited(bureau: Bureau) -> None:
    bureau.serve(3)
    draft = bureau.campaign()
    bureau.act(draft, "submit")

    asked = bureau.act(draft, "request-change", as_=bureau.regulator, note="时间太短")
    plan = {k: v for k, v in bureau.plan(draft["questionnaire"], title="改").items() if k != "kind"}
    edited = bureau.act(draft, "plan", **plan)

    assert asked["decisions"][-1]["note"] == "时间太短"
    assert (edited["state"], edited["title"], edited["dry_run"]) == ("DRAFT", "改", None)
    page = bureau.runtime.get(f"/campaigns/{draft['id']}", as_=bureau.designer).text
    assert "时间太短" in page
    assert "抽取名单并试算" in page


def test_everything_wrong_with_a_plan_is_on_the_page_and_nothing_typed_is_lost(bureau: Bureau) -> None:
    found = bureau.questionnaire()
    typed = {"kind": "MONTHLY", "title": "三月", "questionnaire": found["id"], "method": "SRS", "n": "0"}

    page = bureau.runtime.post_form("/campaigns/new?kind=MONTHLY", typed, as_=bureau.designer)

    assert page.status == 422
    assert 'value="三月"' in page.text
    summary = page.text.partition('id="error-summary"')[2].partition("</ul>")[0]
    for label in ("开始日期", "最后一天", "抽多少人"):
        assert label in summary


def test_a_unit_that_nobody_knows_and_a_month_that_runs_are_said_at_their_fields(bureau: Bureau) -> None:
    found = bureau.questionnaire()
    running = bureau.plan(found["id"], months=[bureau.month])
    twice = bureau.plan(found["id"]) | {"months": ["2026-02", "2026-02"]}

    wrong = [bureau.post("/campaigns", body) for body in (running, bureau.plan(found["id"], units=["X"]))]
    made = bureau.post("/campaigns", twice)

    assert [[(one["pointer"], one["code"]) for one in each.json()["errors"]] for each in wrong] == [
        [("/months", "months-not-over")],
        [("/units", "unknown-unit")],
    ]
    assert (made.status, made.json()["months"]) == (201, ["2026-02"])


def test_an_empty_questionnaire_says_what_it_needs_where_it_is_needed(bureau: Bureau) -> None:
    page = bureau.runtime.post_form("/questionnaires", {}, as_=bureau.designer)
    answer = bureau.post("/questionnaires", {"kind": "SEMI"})

    assert page.status == 422
    assert "从哪一份开始：" not in page.text
    assert page.text.count("空白问卷要选择用途并填写名称") >= 2
    assert [(one["pointer"], one["code"]) for one in answer.json()["errors"]] == [
        ("/title", "without-template")
    ]


def test_nobody_of_a_measured_unit_reads_campaigns_and_no_page_says_who_is_asked(bureau: Bureau) -> None:
    bureau.serve(20)
    found = bureau.campaign(method="STRATIFIED", n=5, strata="UNIT")
    paths = [
        f"{path}{one}" for path in ("", "/api/v1") for one in ("/campaigns", f"/campaigns/{found['id']}")
    ]

    for role in (Role.CLERK, Role.UNIT_HANDLER, Role.UNIT_HEAD, Role.CENTRE_SUPERVISOR):
        assert {bureau.runtime.get(path, as_=person_of(role)).status for path in paths} == {403}
    asked = bureau.runtime.house.campaigns.find(found["id"])
    assert asked is not None
    assert asked.frame is not None
    assert asked.frame.sampled == 5
    readers = [one for one in people() if Role.SURVEY_DESIGNER in one.roles or Role.REGULATOR in one.roles]
    shown = "".join(bureau.runtime.get(path, as_=one).text for one in readers[:2] for path in paths)
    assert "c_" not in shown.replace("sample_c_", "")


def test_a_third_party_plans_evaluations_of_policies_and_sees_nothing_else(bureau: Bureau) -> None:
    monthly = bureau.campaign()
    policy = bureau.campaign(
        as_=bureau.evaluator,
        template="POLICY",
        kind="POLICY",
        measures=[{"title": "一窗受理", "promise": "少跑一趟"}],
    )

    listed = bureau.runtime.get_json("/api/v1/campaigns", as_=bureau.evaluator).json()["items"]

    assert [one["id"] for one in listed] == [policy["id"]]
    for path in (f"/campaigns/{monthly['id']}", f"/questionnaires/{monthly['questionnaire']}"):
        assert bureau.runtime.get(path, as_=bureau.evaluator).status == 404
    assert bureau.post("/questionnaires", {"template": "SEMI"}, bureau.evaluator).status == 403


def test_the_builder_shows_what_is_wrong_and_the_page_that_a_resident_gets(bureau: Bureau) -> None:
    found = bureau.questionnaire()
    path = f"/questionnaires/{found['id']}"
    wrong = {"kind": "SINGLE", "text": "满意吗？", "options.0.text": "是", "low": "3"}

    refused = bureau.runtime.post_form(f"{path}/questions/new", wrong, as_=bureau.designer)
    put = bureau.runtime.post_form(
        f"{path}/questions/new",
        {"kind": "SINGLE", "text": "满意吗？", "options.0.text": "是", "options.3.text": "否"},
        as_=bureau.designer,
    )
    preview = bureau.runtime.get(f"{path}/preview", as_=bureau.regulator)

    assert refused.status == 422
    assert "满意吗？" in refused.text
    assert "请填写 2 至 12 个选项" in refused.text
    assert "只有数字题有最小值和最大值" in refused.text
    assert put.status == 303
    assert "12. 满意吗？" in preview.text
    assert "预览" in preview.text


def test_a_step_without_its_reason_says_which_field_is_empty(bureau: Bureau) -> None:
    bureau.serve(1)
    campaign = bureau.begun(months=bureau.a_month_on())
    browser = bureau.runtime.visit(bureau.regulator)

    page = browser.post_form(f"/campaigns/{campaign['id']}/pause", {})
    paused = browser.post_form(f"/campaigns/{campaign['id']}/pause", {"note": "检查期间"})

    assert page.status == 422
    (target,) = re.findall(r'<a href="#([^"]+)">说明：此项为必填', page.text)
    assert f'id="{target}"' in page.text
    assert paused.status == 303
