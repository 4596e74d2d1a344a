"""A survey by link: asked once, answered once, with every error at once; counted in time, kept when late."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

from chalicelib.kernel.actors import Role
from chalicelib.kernel.canonical import digest
from chalicelib.usecases.surveys.links import id_of, token_of
from infra.local.http_event import Answer
from tests.web.ratings.conftest import person_of
from tests.web.surveys.conftest import Bureau

GOOD = {"answers.q1": "5", "answers.q2": "yes", "answers.q9": "no", "answers.q8": "1"}
MORE = {
    "answers.q3": "yes",
    "answers.q4": "no",
    "answers.q5": "yes",
    "answers.q6": "yes",
    "answers.q7": "none",
}


def secrets(bureau: Bureau, campaign: dict[str, Any]) -> list[str]:
    """Return the secrets of everybody whom a campaign asked."""
    house = bureau.runtime.house
    contacts = {
        one.contact for shard in range(16) for one in house.population.people(campaign["months"], shard)
    }
    made = [token_of(house, campaign["id"], contact) for contact in sorted(contacts) if contact]
    return [one for one in made if house.surveys.find(id_of(one)) is not None]


def send(bureau: Bureau, secret: str, typed: dict[str, Any]) -> Answer:
    return bureau.runtime.post_form(f"/surveys/{secret}", typed)


def test_everybody_is_asked_once_by_a_text_of_their_own(bureau: Bureau) -> None:
    bureau.serve(3)
    campaign = bureau.begun(months=bureau.a_month_on())
    phones = [f"1380536{number:04d}" for number in range(1, 4)]
    letters = {phone: [one.text for one in bureau.runtime.outbox.letters(phone)] for phone in phones}
    asked = {phone: [text for text in texts if "/s/" in text] for phone, texts in letters.items()}
    sent = [texts[0] for texts in asked.values()]

    assert {len(texts) for texts in asked.values()} == {1}
    assert bureau.counted(campaign)["course"]["asked"] == 3
    short = sent[0].partition("/s/")[2].partition(",")[0]
    moved = bureau.runtime.get(f"/s/{short}")
    assert (moved.status, moved.header("Location")) == (303, f"/surveys/{short}")


def test_who_was_asked_about_a_service_this_month_is_not_asked_again(bureau: Bureau) -> None:
    bureau.serve(2)
    campaign = bureau.begun()

    course = bureau.counted(campaign)["course"]

    assert (course["people"], course["asked"], course["withheld"]) == (2, 0, 2)
    assert secrets(bureau, campaign)
    assert bureau.runtime.get(f"/surveys/{secrets(bureau, campaign)[0]}").status == 404


def fielded(bureau: Bureau, people: int = 2) -> tuple[dict[str, Any], list[str]]:
    """Return a campaign that has asked its people, and their secrets."""
    bureau.serve(people)
    campaign = bureau.begun(months=bureau.a_month_on())
    return campaign, secrets(bureau, campaign)


def test_what_is_typed_stays_and_every_error_is_said_where_it_is(bureau: Bureau) -> None:
    _, (secret, *_) = fielded(bureau, 1)

    page = send(bureau, secret, {"answers.q8": "21", "answers.q11": "请延长中午的服务"})

    assert page.status == 422
    assert 'href="#i-q1"' in page.text
    assert 'href="#i-q8"' in page.text
    assert "请延长中午的服务" in page.text
    assert 'value="21"' in page.text


def test_an_answer_is_taken_once_and_the_link_thanks_from_then_on(bureau: Bureau) -> None:
    campaign, (secret, *_) = fielded(bureau, 1)

    first = send(bureau, secret, {**GOOD, **MORE, "answers.q11": "谢谢"})
    other = send(bureau, secret, {"answers.q1": "1"})
    page = bureau.runtime.get(f"/surveys/{secret}")
    found = bureau.counted(campaign)

    assert (first.status, other.status) == (303, 303)
    assert "谢谢您的回答" in page.text
    assert found["course"]["answered"] == 1
    level = found["questions"][0]
    assert (level["n"], level["csat"], level["mean"]) == (1, "100.00", "5.00")
    survey = bureau.runtime.house.surveys.find(id_of(secret))
    assert survey is not None
    assert survey.given is not None
    assert "q11" not in survey.given.counted
    said = bureau.runtime.house.queries.personal(survey.given.sealed_ref)
    assert said["answers"] == {"q11": "谢谢"}


def test_what_is_said_of_gifts_goes_to_discipline_and_into_no_figure(bureau: Bureau) -> None:
    campaign, (secret, other) = fielded(bureau)

    send(bureau, other, {**GOOD, **MORE, "answers.q7": "agency"})
    bureau.runtime.advance(timedelta(minutes=1))
    send(bureau, secret, {**GOOD, **MORE, "answers.q7": "gift"})
    found = bureau.counted(campaign)

    asked = "有没有人向您收礼、乱收费，或者要您找指定的中介？"
    assert asked in found["sealed_questions"]
    assert asked not in [one["text"] for one in found["questions"]]
    read = bureau.runtime.get("/callbacks/integrity", as_=bureau.regulator)
    assert [one[:2] for one in read.text.split(f"{asked}：")[1:]] == ["收礼", "要找"], "newest first"


def test_twenty_who_send_at_once_are_one_answer(bureau: Bureau) -> None:
    campaign, (secret, *_) = fielded(bureau, 1)

    def one(level: int) -> int:
        return send(bureau, secret, {"answers.q1": str(1 + level % 5), "answers.q9": "no"}).status

    with ThreadPoolExecutor(20) as pool:
        statuses = list(pool.map(one, range(20)))

    assert set(statuses) == {303}
    assert bureau.counted(campaign)["course"]["answered"] == 1


def test_what_comes_after_the_end_is_kept_and_not_counted(bureau: Bureau) -> None:
    campaign, (early, late) = fielded(bureau)
    send(bureau, early, GOOD)
    bureau.runtime.advance(timedelta(days=8))
    asked = bureau.runtime.get(f"/surveys/{late}").text

    sent = send(bureau, late, {**GOOD, "answers.q1": "1"})
    found = bureau.counted(campaign)

    assert sent.status == 303
    assert "调查已经结束" in asked
    assert "不计入结果" in bureau.runtime.get(f"/surveys/{late}").text
    assert bureau.read(campaign)["state"] == "CLOSED"
    assert (found["course"]["answered"], found["course"]["late"]) == (1, 1)
    assert found["questions"][0]["csat"] == "100.00"


def publish(bureau: Bureau, campaign: dict[str, Any]) -> dict[str, Any]:
    """Conclude a campaign once its window is over, and publish what was answered."""
    bureau.runtime.advance(timedelta(days=8))
    bureau.act(campaign, "analyse")
    published = bureau.act(campaign, "publish", as_=bureau.regulator)
    bureau.runtime.drain()
    return published


def test_results_are_published_by_another_person_under_a_hash_that_anybody_recomputes(bureau: Bureau) -> None:
    campaign, links = fielded(bureau, 6)
    for place, secret in enumerate(links):
        send(bureau, secret, {**GOOD, "answers.q1": str(5 - 3 * (place % 2))})

    published = publish(bureau, campaign)
    found = bureau.runtime.get_json(f"/api/v1/survey-results/{campaign['id']}").json()
    table = bureau.runtime.get(f"/survey-results/{campaign['id']}.csv")
    page = bureau.runtime.get(f"/survey-results/{campaign['id']}")
    listed = bureau.runtime.get_json("/api/v1/survey-results").json()

    assert found["sha256"] == digest(found["document"]) == published["results_sha256"]
    assert found["document"]["questions"][0]["csat"] == "50.00"
    assert "50.00" in page.text
    assert table.status == 200
    assert [one["id"] for one in listed["items"]] == [campaign["id"]]


def test_of_two_who_answered_nobody_reads_what_the_other_said_on_page_or_table_or_in_the_document(
    bureau: Bureau,
) -> None:
    campaign, links = fielded(bureau)
    for place, secret in enumerate(links):
        send(bureau, secret, {**GOOD, "answers.q1": str(5 - 4 * place)})

    publish(bureau, campaign)
    address = f"/survey-results/{campaign['id']}"
    document = bureau.runtime.get_json(f"/api/v1{address}").json()["document"]
    page, table = bureau.runtime.get(address).text, bureau.runtime.get(f"{address}.csv").text

    assert {(one["n"], tuple(one["answers"]), one["csat"]) for one in document["questions"]} == {
        (None, (), None)
    }
    assert (document["course"]["asked"], document["course"]["answered"]) == (2, None)
    assert "回答不足 5 人，不显示" in page
    assert "50.00" not in page + table
    assert ",<5," in table


def test_what_a_policy_did_is_asked_suggested_and_answered_in_public(bureau: Bureau) -> None:
    bureau.serve(2)
    campaign = bureau.begun(
        as_=bureau.evaluator,
        template="POLICY",
        kind="POLICY",
        months=bureau.a_month_on(),
        measures=[{"title": "一窗受理", "promise": "少跑一趟"}],
    )
    for secret in secrets(bureau, campaign):
        assert send(bureau, secret, {"answers.q1": "no", "answers.q36": "person"}).status == 303
    bureau.runtime.advance(timedelta(days=8))
    said = [{"measure": "m1", "finding": "没有人听说过。", "text": "在大厅公示。"}]
    bureau.act(campaign, "analyse", as_=bureau.evaluator, suggestions=said)
    bureau.act(campaign, "publish", as_=bureau.regulator)

    answer = {"adoption": "ADOPTED", "answer": "四月起公示。"}
    bureau.act(campaign, "suggestions/1", as_=bureau.regulator, **answer)
    bureau.runtime.drain()
    page = bureau.runtime.get(f"/survey-results/{campaign['id']}").text

    for words in ("一窗受理", "少跑一趟", "没有人听说过。", "在大厅公示。", "采纳", "四月起公示。"):
        assert words in page


def test_no_unit_reads_who_is_in_a_sample_anywhere(bureau: Bureau) -> None:
    campaign, _ = fielded(bureau, 1)
    head = person_of(Role.UNIT_HEAD)
    paths = ("", "/results")

    assert {bureau.runtime.get(f"/campaigns/{campaign['id']}{one}", as_=head).status for one in paths} == {
        403
    }
    assert bureau.runtime.house.lists.counts("surveys") == {}
    row = bureau.runtime.house.lists.row("campaign", campaign["id"])
    assert not any("contact" in name or "person" in name for name in row)
