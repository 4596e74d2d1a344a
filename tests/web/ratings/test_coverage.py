"""The coverage report names the cells in which nobody can rate, and gives no small count away."""

import csv
import io

from chalicelib.kernel.actors import Role
from chalicelib.kernel.paging import PageRequest
from infra.local.http_event import Answer
from infra.local.people import people
from tests.web.nominations.test_pages import parse
from tests.web.ratings.conftest import Hall, person_of
from tests.web.shell.markup import find_faults, text

MATTER = "1137070004TEST001"
OTHER = "1137070004TEST002"


def shown(answer: Answer) -> str:
    assert answer.status == 200, answer.text
    root = parse(answer.text)
    assert find_faults(root) == []
    main = root.find(".//main")
    assert main is not None
    return text(main)


def unit() -> str:
    return person_of(Role.UNIT_HANDLER).org.uscc


def cells(hall: Hall, query: str = "") -> dict[tuple[str, str], dict[str, str]]:
    """Return the report of the unit as a table, by matter and way."""
    answer = hall.runtime.get(f"/coverage.csv?unit={unit()}{query}")
    assert answer.status == 200
    rows = csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff")))
    return {(row["task_code"], row["way"]): row for row in rows}


def register_window(hall: Hall, code: str = MATTER) -> str:
    """Register a window that deals with a matter; return its page."""
    form = {
        "hall_name": "市民中心",
        "hall": "H1",
        "window": "12",
        "unit_name": person_of(Role.UNIT_HANDLER).org.name,
        "unit": unit(),
        "matters": f"{code} 建设工程规划许可证核发",
    }
    answer = hall.runtime.post_form("/points", form, as_=hall.centre)
    assert answer.status == 303, answer.text
    hall.runtime.drain()
    return answer.location


def test_a_matter_that_no_window_deals_with_has_empty_cells_by_name(hall: Hall) -> None:
    hall.serve()

    found = cells(hall)

    assert {way for (code, way), row in found.items() if code == MATTER and row["offer"] == "missing"} == {
        "1", "2", "3", "4", "p",
    }  # fmt: skip
    assert found[MATTER, "3"]["reason"] == "没有窗口登记办理这个事项"
    assert found[MATTER, "7"]["offer"] == "open"
    words = shown(hall.runtime.get(f"/coverage?unit={unit()}"))
    assert "建设工程规划许可证核发" in words
    assert "没有窗口登记办理这个事项" in words


def test_a_registered_window_fills_the_cells_and_a_closed_one_empties_them(hall: Hall) -> None:
    hall.serve()
    page = register_window(hall)
    assert {row["offer"] for (_, way), row in cells(hall).items() if way in "1234p"} == {"open"}

    hall.runtime.post_form(f"{page}/close", {}, as_=hall.centre)
    hall.runtime.drain()

    assert {row["offer"] for (_, way), row in cells(hall).items() if way in "1234p"} == {"missing"}


def test_phone_and_visit_are_not_offered_yet_and_count_as_no_empty_cell(hall: Hall) -> None:
    hall.serve()

    found = cells(hall)

    assert {found[MATTER, way]["offer"] for way in ("6", "v", "5")} == {"not-yet"}
    assert not {way for _, way in cells(hall, "&only=empty&way=6")}
    assert "尚未作为评价渠道开通" in shown(hall.runtime.get("/coverage"))


def test_a_matter_that_never_had_a_case_stands_there_too(hall: Hall) -> None:
    register_window(hall, OTHER)

    found = cells(hall)

    assert found[OTHER, "3"]["offer"] == "open"
    assert found[OTHER, "7"]["reason"] == "有办件以后邀请留了手机号的人"


def test_a_matter_of_the_market_is_known_before_it_is_bought(hall: Hall) -> None:
    house = hall.runtime.house
    cards = [card.data for card in house.lists.page("items", "all", PageRequest(limit=20)).cards]
    for card in cards:
        department = house.service_types.departments[str(card["department"])]
        answer = hall.runtime.get(f"/coverage.csv?unit={department.org}")
        assert str(card["code"]) in answer.text


def test_few_are_written_as_fewer_than_five_and_so_is_what_gives_them_away(hall: Hall) -> None:
    hall.serve(1)
    hall.answer(hall.link(), level="5")
    for number in range(2, 9):
        hall.serve(number, task_code=OTHER, task_name="施工许可", phone=f"1380536{number:04d}")

    found = cells(hall)

    assert found[MATTER, "7"]["rated"] == "<5"
    assert found[MATTER, "7"]["completed"] == "<5"
    assert (
        found[OTHER, "7"]["completed"] == "<5"
    )  # the unit's total is published, so seven would give one away


def test_only_empty_shows_departments_and_matters_with_a_gap_and_nothing_else(hall: Hall) -> None:
    hall.serve(1)
    register_window(hall)
    hall.serve(2, task_code=OTHER, task_name="施工许可")

    assert {code for code, _ in cells(hall, "&only=empty")} == {OTHER}
    assert not cells(hall, "&only=empty&way=7")
    assert "自然资源和规划局" in shown(hall.runtime.get("/coverage?only=empty"))


def test_the_report_is_linked_from_the_figures_and_reads_in_english(hall: Hall) -> None:
    hall.serve()

    assert 'href="/coverage"' in hall.runtime.get("/ratings").text
    reader = hall.runtime.visit()
    reader.get("/preferences?lang=en&back=/")
    english = reader.get("/coverage")
    assert "Not yet offered" in english.text


def test_a_code_that_is_no_departments_shows_an_empty_page_or_drops_the_filter(hall: Hall) -> None:
    assert hall.runtime.get("/coverage?unit=11370700MA3C00008E").status == 200
    assert hall.runtime.get("/coverage?unit=nobody").status == 200


def test_ratings_of_a_unit_whose_month_is_hidden_are_not_counted_here_either(hall: Hall) -> None:
    """The district has seven, of which one is another unit's: six here would say so."""
    for number in range(1, 8):
        phone = f"1380536{number:04d}"
        more = {"dept_code": other_unit()} if number == 1 else {}
        hall.serve(number, phone=phone, **more)
        hall.answer(hall.link(phone), level="5")
    hall.runtime.drain()

    found = cells(hall)

    assert found[MATTER, "7"]["completed"] == "6"
    assert found[MATTER, "7"]["rated"] == "<5"


def other_unit() -> str:
    return next(one.org.uscc for one in people() if Role.UNIT_HANDLER in one.roles and one.org.uscc != unit())
