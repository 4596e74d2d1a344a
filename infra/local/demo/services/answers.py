"""How residents of the demo answer: by the link, by a digit, at the window, on paper, on the web."""

from collections.abc import Mapping
from dataclasses import dataclass

from chalicelib.domain.satisfaction.codes.channels import Channel, SubChannel
from chalicelib.domain.satisfaction.invitations.invitation import InvitationMode
from chalicelib.domain.satisfaction.ratings.rating import Arrival
from chalicelib.kernel.actors import Role
from chalicelib.kernel.canonical import Json, sha256_hex
from chalicelib.usecases.invitations.answer_invitation import answer_invitation, note_opened
from chalicelib.usecases.invitations.rate_unasked import Way, rate_unasked
from chalicelib.usecases.invitations.take_reply import Reply, take_reply
from chalicelib.usecases.points.register_point import read_point
from chalicelib.usecases.ports import House
from infra.local.demo import cast
from infra.local.demo.services.served import Visit

LINK, REPLY, REMINDED = "link", "reply", "reminded"
QR, TABLET, WEB, PAPER = "qr", "tablet", "web", "paper"
WAYS = (LINK, QR, REPLY, TABLET, LINK, PAPER, LINK, QR, REMINDED, TABLET, REPLY, WEB, LINK, TABLET)
"""How those answer who answer, one after the other."""
AT_ONCE = frozenset({QR, TABLET, WEB, PAPER})
"""Ways of whoever rates before a text goes out."""

CHOSEN: Mapping[int, tuple[tuple[str, ...], ...]] = {
    5: (("517",), ("510", "517"), ("513",), (), ("515", "517"), ("511",)),
    4: (("413",), ("411",), (), ("410", "413"), ("408",)),
    3: (("314",), ("310",), (), ("307", "314")),
}
SAID: Mapping[int, tuple[str, ...]] = {
    5: ("", "窗口的同志很耐心,一次就办好了。", "", "", "比预想的快,还提醒我带走原件。", ""),
    4: ("", "总体不错,叫号等了二十分钟。", "", "指引牌可以再清楚一些。"),
    3: ("", "材料跑了两趟才补齐。", "", "停车不方便,别的还可以。", ""),
}
DIGITS = {5: ("5", "５", "非常满意", "5分"), 4: ("4", "满意"), 3: ("3", "基本满意")}
COAXED = {"level": 5, "indicators": ["517"], "text": "服务热情,办事效率高。", "page_ms": 1700}


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says of a service, and how; `place` counts the answers."""

    level: int
    way: str
    place: int

    def body(self) -> dict[str, Json]:
        """Return the rating as a form sends it."""
        chosen, words = CHOSEN[self.level], SAID[self.level]
        text = words[self.place % len(words)]
        body: dict[str, Json] = {"level": self.level, "page_ms": 9_000 + self.place * 977 % 41_000}
        if indicators := chosen[self.place % len(chosen)]:
            body["indicators"] = list(indicators)
        return body | ({"text": text} if text else {})


def answer(house: House, visit: Visit, said: Said, points: Mapping[tuple[str, str], str]) -> None:
    """Rate a service the way that somebody rates it."""
    if said.way in AT_ONCE:
        rate_at_window(house, visit, said.body(), said.way, points)
    elif said.way == REPLY:
        words = DIGITS[said.level][said.place % len(DIGITS[said.level])]
        reply(house, visit, words)
    else:
        if said.place % 2:
            note_opened(house, visit.token(house))
        by_link(house, visit, said.body())


def by_link(house: House, visit: Visit, body: Mapping[str, Json]) -> None:
    """Answer by the link of the text message."""
    arrival = Arrival(Channel.SMS, "", _device(visit), "112.6.0", _page_ms(body))
    answer_invitation(house, visit.token(house), body, arrival)


def reply(house: House, visit: Visit, words: str) -> None:
    """Text something back."""
    take_reply(house, Reply(f"in-{visit.number}-{len(words)}", visit.person.mobile, words))


def rate_at_window(
    house: House,
    visit: Visit,
    body: Mapping[str, Json],
    way: str,
    points: Mapping[tuple[str, str], str],
    device: str = "",
) -> None:
    """Rate without being asked, with the last digits of the telephone that was left at the window."""
    point = read_point(house, points[visit.window.hall, visit.window.number])
    about: dict[str, Json] = {
        "matter": visit.desk.code_of(visit.matter),
        "phone_tail": visit.person.mobile[-4:],
    }
    name = ticket_of(visit)
    actor = cast.actor(Role.CENTRE_SUPERVISOR)
    seen = device or _device(visit)
    chosen = {
        QR: Way(point, InvitationMode.QR, name, Arrival(Channel.QR, "", seen, "112.6.0", _page_ms(body))),
        WEB: Way(point, InvitationMode.LINK, name, Arrival(Channel.PC, "", seen, "60.208.7", _page_ms(body))),
        TABLET: Way(
            point,
            InvitationMode.TABLET,
            name,
            Arrival(Channel.HALL_TABLET, "", f"tablet-{point.hall}-{point.window}", "10.7.1", _page_ms(body)),
            staff=visit.desk.badge_at(visit.window),
        ),
        PAPER: Way(
            point, InvitationMode.PAPER, name, Arrival(Channel.HALL_TERMINAL, SubChannel.PAPER_FORM), actor
        ),
    }
    rate_unasked(house, chosen[way], {**body, **about})


def ticket_of(visit: Visit) -> str:
    """Return the name by which the page of a rating at the window is found again."""
    return sha256_hex(f"demo ticket {visit.number}")[:22]


def _page_ms(body: Mapping[str, Json]) -> int | None:
    found = body.get("page_ms")
    return found if isinstance(found, int) else None


def _device(visit: Visit) -> str:
    return sha256_hex(f"demo device {visit.person.serial}")[:24]
