"""The demo's purchases: a table of what each shall become, and how people take it there.

Instants are China's; closing days lie on working days. What time and the beacon do, they do by themselves.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chalicelib.domain.marketplace.notices.facts import Correction
from chalicelib.domain.marketplace.notices.suspending import Order
from chalicelib.kernel.actors import Role
from chalicelib.kernel.clock import CHINA
from chalicelib.kernel.errors import Conflict
from chalicelib.usecases.awards.answer_award import abandon_award, accept_award
from chalicelib.usecases.choices.approve import approve_choice
from chalicelib.usecases.choices.candidates import read_before
from chalicelib.usecases.choices.prepare import Points, prepare_pick, prepare_scores
from chalicelib.usecases.notices.amend_notice import apply_amendment, propose_amendment
from chalicelib.usecases.notices.draft_notice import renotice
from chalicelib.usecases.notices.publish_notice import publish_notice
from chalicelib.usecases.notices.review_notice import pass_notice, return_notice
from chalicelib.usecases.notices.submit_notice import submit_notice
from chalicelib.usecases.notices.suspend_notice import suspend_notice
from chalicelib.usecases.notices.withdraw_notice import withdraw_notice
from chalicelib.usecases.openings.rows import OrderRow
from infra.local.demo import cast, performing
from infra.local.demo.bidding import quote_all
from infra.local.demo.writing import write_notice

if TYPE_CHECKING:
    from infra.local.demo.story import Story


@dataclass(frozen=True, slots=True)
class Purchase:
    """One purchase; `quotes` are amounts in yuan, or rates, in the order of the agencies that can enter."""

    key: str
    title: str
    scope: str
    item: str
    owner: int
    method: str
    amount_yuan: int
    begins: date
    closes: date
    quotes: tuple[int, ...]
    becomes: str
    division: str = "370700"
    days: int = 30
    selects_at: str = ""
    """A selection time later than the deadline; the quotes stay sealed until then."""
    rates_bp: Sequence[int] = ()
    """The range of a purchase by discount rate (下浮率), whose quotes are basis points off the amount."""


def read_purchases() -> tuple[Purchase, ...]:
    """Return the purchases of the demo."""
    rows: list[dict[str, Any]] = json.loads(
        (Path(__file__).parent / "purchases.json").read_text(encoding="utf-8")
    )
    return tuple(
        Purchase(
            **{
                **row,
                "begins": date.fromisoformat(row["begins"]),
                "closes": date.fromisoformat(row["closes"]),
                "quotes": tuple(row["quotes"]),
            }
        )
        for row in rows
    )


def plan_purchases(story: "Story") -> None:
    """Plan every purchase."""
    for place, purchase in enumerate(read_purchases()):
        plan(story, purchase, timedelta(minutes=place))


def plan(story: "Story", purchase: Purchase, offset: timedelta) -> None:
    """Plan one purchase from its draft on; what it becomes tells where it stops."""
    Course(story, purchase, offset).begin()


class Course:
    """One purchase on its way through the demo."""

    def __init__(self, story: "Story", purchase: Purchase, offset: timedelta) -> None:
        """Remember who buys what."""
        self.story, self.house, self.purchase = story, story.house, purchase
        self.offset = offset
        self.owner = cast.of_role(Role.OWNER_AGENT, cast.owners()[purchase.owner].uscc)
        self.reviewer = cast.actor(Role.OPERATOR_REVIEWER)
        self.publisher = cast.actor(Role.OPERATOR_PUBLISHER)
        self.notice_id = ""

    def begin(self) -> None:
        """Plan the draft and everything that follows it."""
        self._plan(self.purchase.begins, 9, 10, self._draft)
        after: Mapping[str, Callable[[], None]] = {"draft": lambda: None, "submitted": self._submit}
        after.get(self.purchase.becomes, self._publish_later)()

    def _publish_later(self) -> None:
        self._submit()
        if self.purchase.becomes == "returned":
            self._plan(self.purchase.begins, 10, 0, self._return)
            return
        self._plan(self.purchase.begins, 10, 0, self._pass)
        if self.purchase.becomes == "reviewed":
            return
        self._plan(self.purchase.begins, 10, 40, self._publish)
        self._plan(self.purchase.begins + timedelta(days=1), 14, 0, self._quote)
        for days, act in FOLLOW_UPS.get(self.purchase.becomes, ()):
            self._plan(self.purchase.closes + timedelta(days=days), 15, 0, partial(self._follow, act))

    def _follow(self, act: "Callable[[Course], None]") -> None:
        """Let people act, unless the lots fell on an agency that a decision keeps away since."""
        try:
            act(self)
        except Conflict as other:
            if other.code not in TOOK_ANOTHER_COURSE:
                raise

    def _plan(self, day: date, hour: int, minute: int, act: Callable[[], object]) -> None:
        when = datetime.combine(day, time(hour, minute), CHINA) + self.offset
        self.story.at(when, act)

    def _draft(self) -> None:
        self.notice_id = write_notice(self.house, self.owner, self.purchase)

    def _submit(self) -> None:
        self._plan(self.purchase.begins, 9, 30, lambda: submit_notice(self.house, self.owner, self.notice_id))

    def _return(self) -> None:
        corrections = (
            Correction("/scope", "服务内容没有写明成果形式,请补充。"),
            Correction("/closes_on", "截止日期与项目进度不符,请核对。"),
        )
        return_notice(self.house, self.reviewer, self.notice_id, corrections)

    def _pass(self) -> None:
        pass_notice(self.house, self.reviewer, self.notice_id, ())

    def _publish(self) -> None:
        publish_notice(self.house, self.publisher, self.notice_id)

    def _quote(self) -> None:
        quote_all(self.house, self.notice_id, self.purchase.quotes)

    def withdraw(self) -> None:
        """Let the owner withdraw."""
        withdraw_notice(self.house, self.owner.actor, self.notice_id, "项目方案调整,取消本次采购。")

    def propose(self) -> None:
        """Let the owner propose an amendment."""
        values = {"scope": self.purchase.scope + "成果另提交电子版一份。"}
        propose_amendment(self.house, self.owner, self.notice_id, values, "补充成果形式要求。")

    def amend(self) -> None:
        """Let an amendment be proposed and put in force."""
        self.propose()
        other = cast.actor(Role.OPERATOR_REVIEWER, place=1)
        apply_amendment(self.house, other, self.notice_id, ())

    def accept(self) -> None:
        """Let the winner accept."""
        accept_award(self.house, self.winner(), self.notice_id)

    def abandon(self) -> None:
        """Let the winner give up."""
        abandon_award(self.house, self.winner(), self.notice_id, "项目负责人因故不能到岗,放弃中选。")

    def choose(self) -> None:
        """Let the owner's agent pick the first of the small list and its administrator approve."""
        self.prepare()
        self._approve()

    def prepare(self) -> None:
        """Let the owner's agent pick the first of the small list, which its administrator has to approve."""
        first = self._candidates()[0].uscc
        prepare_pick(self.house, self.owner.actor, self.notice_id, first, "信用良好,人员和设备满足工期要求。")

    def score(self) -> None:
        """Let the owner score the proposals, each a little lower than the one before."""
        self._score({row.uscc: (90 - 4 * row.place, 85 - row.place, 80) for row in self._candidates()})

    def score_alike(self) -> None:
        """Let the owner score all proposals alike, so that equal prices are drawn."""
        self._score({row.uscc: (80, 80, 80) for row in self._candidates()})

    def _score(self, points: Points) -> None:
        reason = "技术路线和人员配备符合项目要求。"
        prepare_scores(self.house, self.owner.actor, self.notice_id, points, reason)
        self._approve()

    def _approve(self) -> None:
        approve_choice(self.house, cast.actor(Role.OWNER_ADMIN, self.owner.actor.org), self.notice_id)

    def _candidates(self) -> Sequence[OrderRow]:
        return read_before(self.house, self.house.queries.notice(self.notice_id).notice).listed

    def renew(self) -> None:
        """Let the owner begin anew after the failure."""
        renotice(self.house, self.owner, self.notice_id)

    def winner(self, role: Role = Role.AGENCY_ADMIN) -> Any:
        """Return who acts for the agency in the first place."""
        selection = self.house.queries.notice(self.notice_id).notice.selection
        if selection is None:
            raise ValueError(f"{self.purchase.key} has no winner to act")
        return cast.actor(role, selection.winner.uscc)

    def suspend(self) -> None:
        """Let the supervisor stop the purchase for a complaint."""
        order = Order("收到对评审过程的投诉，需要核实。", "潍监〔2026〕12号")
        suspend_notice(self.house, cast.actor(Role.SUPERVISOR), self.notice_id, order)


TOOK_ANOTHER_COURSE = frozenset({"wrong-state", "winner-out", "agency-intercepted", "not-selected"})
"""What an act is answered when a draw, which no one can foresee, brought another first place."""
ACCEPTED = ((8, Course.accept),)
SIGNED = (*ACCEPTED, (10, performing.upload), (11, performing.confirm), (12, performing.publish_and_file))
DELIVERED = (*SIGNED, (17, performing.deliver))
COMPLETED = (*DELIVERED, (18, performing.accept))
EVALUATED = (*COMPLETED, (19, performing.evaluate))
PROMPTLY = (
    (9, performing.upload), (10, performing.confirm), (13, performing.publish_and_file),
    (16, performing.deliver), (17, performing.accept),
)  # fmt: skip
"""From the acceptance to the accepted result in nine days."""
FOLLOW_UPS: Mapping[str, tuple[tuple[int, Callable[[Course], None]], ...]] = {
    "withdrawn": ((-1, Course.withdraw),),
    "amending": ((-1, Course.propose),),
    "amended": ((-2, Course.amend),),
    "contracting": ACCEPTED,
    "substituted": ((7, Course.abandon),),
    "renoticed": ((1, Course.renew),),
    "uploaded": (*ACCEPTED, (26, performing.upload)),
    "contract-returned": (*ACCEPTED, (10, performing.upload), (11, performing.send_back)),
    "confirmed": (*ACCEPTED, (20, performing.upload), (21, performing.confirm)),
    "paying": (
        *ACCEPTED,
        (10, performing.upload_with_plan),
        (11, performing.confirm),
        (12, performing.publish_and_file),
        (13, performing.pay_first),
    ),
    "in-service": (*SIGNED, (20, performing.extend)),
    "result-review": (*SIGNED, (30, performing.deliver)),
    "completed": (*SIGNED, (30, performing.deliver), (31, performing.accept)),
    "evaluated": (
        *EVALUATED,
        (20, performing.answer_evaluation),
        (21, performing.object_to),
        (24, performing.decide),
    ),
    "objected": (
        (1, Course.score),
        *ACCEPTED,
        *PROMPTLY,
        (20, performing.evaluate),
        (21, performing.object_to),
    ),
    "terminated": (*SIGNED, (19, performing.end_together)),
    "chosen": ((2, Course.choose), (10, Course.accept)),
    "scored": ((1, Course.score),),
    "scored-contracting": ((1, Course.score), (8, Course.accept)),
    "prepared": ((2, Course.prepare),),
    "tied": ((1, Course.score_alike),),
    "suspended": ((2, Course.suspend),),
}
"""What people do after the quotes, how many days after the closing day."""
