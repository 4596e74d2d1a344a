"""The beacon's pages: the supervisor's with every chain in use, the public's with every value (§3.2)."""

from datetime import timedelta

from chalicelib.domain.marketplace.selection.beacon import make_chain
from chalicelib.kernel.actors import Role
from infra.local.runtime import Runtime
from tests.web.notices.conftest import Desk, person

OLDER = make_chain(bytes(32), 50)
"""The chain that the market of these tests begins with."""

NEWER = make_chain(b"\x01" * 32, 10)


def test_the_supervisors_page_offers_every_chain_that_is_needed_and_takes_a_value_of_any(
    runtime: Runtime, desk: Desk
) -> None:
    desk.publish()
    supervisor = person(Role.SUPERVISOR)
    anchored = runtime.post_form(
        "/supervisor/beacon/anchor", {"anchor": NEWER[0], "length": "10"}, as_=supervisor
    )

    page = runtime.get("/supervisor/beacon", as_=supervisor).text
    revealed = runtime.post_form("/supervisor/beacon/reveal", {"value": OLDER[1]}, as_=supervisor)
    afterwards = runtime.get("/supervisor/beacon", as_=supervisor).text

    assert (anchored.status, revealed.status) == (303, 303)
    assert f'data-last="{NEWER[0]} {OLDER[0]}"' in page
    assert f'data-last="{NEWER[0]}" data-today="{OLDER[1]}"' in afterwards


def test_a_chain_that_nobody_needs_any_more_leaves_the_supervisors_page_but_not_the_publics(
    runtime: Runtime, desk: Desk
) -> None:
    supervisor = person(Role.SUPERVISOR)
    runtime.post_form("/supervisor/beacon/anchor", {"anchor": NEWER[0], "length": "10"}, as_=supervisor)

    assert OLDER[0] not in runtime.get("/supervisor/beacon", as_=supervisor).text
    assert f'<a href="/beacon/{OLDER[0]}">' in runtime.get("/beacon").text


def test_a_stranger_reads_every_anchor_and_every_value_with_its_instant(runtime: Runtime, desk: Desk) -> None:
    supervisor = person(Role.SUPERVISOR)
    runtime.post_json("/api/v1/beacon/reveals", {"value": OLDER[1]}, as_=supervisor)
    runtime.post_json("/api/v1/beacon/anchor", {"anchor": NEWER[0], "length": 10}, as_=supervisor)

    beacon = runtime.get_json("/api/v1/beacon").json()
    values = runtime.get_json(f"/api/v1/beacon/{OLDER[0]}/reveals").json()

    assert (beacon["anchor"], beacon["reveals"]) == (NEWER[0], [])
    assert [(chain["anchor"], chain["left"]) for chain in beacon["chains"]] == [
        (NEWER[0], 10),
        (OLDER[0], 49),
    ]
    assert [(found["link"], found["value"]) for found in values["items"]] == [(1, OLDER[1])]
    assert (values["count"], values["next"]) == (1, None)
    shown = runtime.get(f"/beacon/{OLDER[0]}").text
    assert OLDER[1] in shown
    assert values["items"][0]["at"][:16] in shown


def test_an_anchor_that_was_never_published_has_no_page(runtime: Runtime) -> None:
    assert runtime.get(f"/beacon/{'0' * 64}").status == 404
    assert runtime.get_json(f"/api/v1/beacon/{'0' * 64}/reveals").status == 404


def test_anchor_and_value_are_confirmed_with_their_reference_and_what_comes_next(
    runtime: Runtime, desk: Desk
) -> None:
    desk.publish()
    supervisor = person(Role.SUPERVISOR)

    def confirmed(action: str, fields: dict[str, str]) -> str:
        done = runtime.post_form(f"/supervisor/beacon/{action}", fields, as_=supervisor)
        assert done.status == 303
        page = runtime.get(done.location, as_=supervisor).text
        return page.split('class="confirmation"', 1)[1].split("<h2>公布今天的值", 1)[0]

    anchored = confirmed("anchor", {"anchor": NEWER[0], "length": "10"})
    revealed = confirmed("reveal", {"value": OLDER[1]})

    assert NEWER[0] in anchored
    assert "共 10 个值" in anchored
    assert f"链 {OLDER[0][:8]}… 第 1 个值" in revealed
    assert "还剩 49 个" in revealed


def test_a_value_that_continues_two_chains_counts_on_both(runtime: Runtime, desk: Desk) -> None:
    desk.publish()
    supervisor = person(Role.SUPERVISOR)
    runtime.post_json("/api/v1/beacon/anchor", {"anchor": OLDER[1], "length": 49}, as_=supervisor)
    assert runtime.post_json("/api/v1/beacon/reveals", {"value": OLDER[1]}, as_=supervisor).status == 201
    runtime.advance(timedelta(days=1))

    revealed = runtime.post_form("/supervisor/beacon/reveal", {"value": OLDER[2]}, as_=supervisor)

    assert revealed.status == 303
    for anchor, links in ((OLDER[0], [2, 1]), (OLDER[1], [1])):
        values = runtime.get_json(f"/api/v1/beacon/{anchor}/reveals").json()["items"]
        assert [found["link"] for found in values] == links
        assert values[0]["value"] == OLDER[2]
    page = runtime.get("/supervisor/beacon", as_=supervisor).text
    assert "今天的值已经公布" in page


def test_the_length_is_not_guessed_before_there_is_a_chain(runtime: Runtime, desk: Desk) -> None:
    page = runtime.get("/supervisor/beacon", as_=person(Role.SUPERVISOR)).text

    field = page.split('name="length"', 1)
    assert "data-length-field" in field[1].split(">")[0] + field[0].rsplit("<", 1)[1]
    assert 'value="1000"' not in page
