"""No sequence of commands, in whatever time, reaches a state outside the table or loses a due."""

from datetime import datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from chalicelib.domain.satisfaction.work_orders.appeal_states import APPEAL
from chalicelib.domain.satisfaction.work_orders.cards import next_due, run_clock
from chalicelib.domain.satisfaction.work_orders.facts import Card, CardKind
from chalicelib.domain.satisfaction.work_orders.lateness import cards_to_come, running
from chalicelib.domain.satisfaction.work_orders.states import ORDER, OrderState
from chalicelib.domain.satisfaction.work_orders.work_order import RUNNING, WorkOrder
from chalicelib.kernel.clock import CHINA
from chalicelib.kernel.errors import DomainError
from tests.factories.work_orders import created
from tests.unit.satisfaction.orders.commands import MORE, MOVES

S = OrderState
COMMANDS = {**MOVES, **MORE}
ONWARD = sorted(MOVES.keys() - {"annulled", "return_requested", "finding_returned", "measure_returned"})
CLOCKLESS = {S.REVISITED, S.CLOSED_OK, S.CLOSED_UNRESOLVED, S.ANNULLED}


class OrderMachine(RuleBasedStateMachine):
    """One order, any command at any time; the timer runs when it likes."""

    order: WorkOrder
    now: datetime

    @initialize(day=st.integers(0, 300), is_anonymous=st.booleans(), agrees=st.booleans())
    def begin(self, day: int, is_anonymous: bool, agrees: bool) -> None:
        self.now = datetime(2026, 1, 5, 10, tzinfo=CHINA) + timedelta(days=day)
        self.order = created(self.now, is_anonymous=is_anonymous, may_unit_contact=agrees)
        self.earned: set[Card] = set()

    @rule(hours=st.integers(1, 60))
    def pass_time(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule(name=st.sampled_from(sorted(COMMANDS)))
    def command(self, name: str) -> None:
        self._note_what_fell_due()
        before = self.order
        try:
            decision = COMMANDS[name](before, self.now)
        except DomainError:
            return
        self.order = decision.state
        self._check_followed_the_table(before, decision.event.type.removeprefix("order."))

    @rule(names=st.permutations(ONWARD))
    def go_on(self, names: list[str]) -> None:
        """Try the commands that lead on, so that orders come to their ends."""
        for name in names:
            if name in ORDER.events_from(self.order.state):
                self.command(name)

    @rule(names=st.lists(st.sampled_from(sorted(MORE)), max_size=12), upholds=st.booleans())
    def dispute(self, names: list[str], upholds: bool) -> None:
        """Have the unit appeal, and try some of what else can happen."""
        for name in ("appeal_submitted", "appeal_approved", f"vote_0_{upholds}", *names):
            self.command(name)

    @rule()
    def run_the_timer(self) -> None:
        self._note_what_fell_due()
        while (due := next_due(self.order)) and due.at <= self.now:
            self.order = run_clock(self.order, self.now).state

    def _note_what_fell_due(self) -> None:
        """Reckon independently of the cards already written which ones the running clocks have earned."""
        for step, clock in running(self.order):
            instants = {
                CardKind.YELLOW: clock.yellow_at,
                CardKind.RED: clock.red_at,
                CardKind.CRITICISED: clock.criticise_at,
            }
            self.earned |= {
                Card(kind, step, clock.at, at, "")
                for kind, at in instants.items()
                if at is not None and at <= self.now
            }

    def _check_followed_the_table(self, before: WorkOrder, event: str) -> None:
        after = self.order
        if event in {move.event for move in ORDER.moves}:
            assert ORDER.allows(before.state, event, after.state), (before.state, event, after.state)
        else:
            assert after.state is before.state
        if after.appeal is not None and before.appeal is not None:
            states = (before.appeal.state, after.appeal.state)
            assert states[0] is states[1] or states in {(move.source, move.target) for move in APPEAL.moves}

    @invariant()
    def no_due_is_lost(self) -> None:
        if self.order.state not in CLOCKLESS and not self._is_exempt_from_the_last_step():
            assert list(running(self.order)), "an open order without a clock"
            last = [card.kind for card in self.order.cards if card.step == RUNNING[self.order.state][-1]]
            assert next_due(self.order) or CardKind.CRITICISED in last
        written = set(self.order.cards) | set(cards_to_come(self.order))
        assert {(c.kind, c.step, c.due_at) for c in self.earned} <= {
            (c.kind, c.step, c.due_at) for c in written
        }

    @invariant()
    def no_card_is_written_twice(self) -> None:
        keys = [(card.kind, card.step, card.due_at) for card in self.order.cards]
        assert len(keys) == len(set(keys))

    @invariant()
    def the_rated_unit_is_told_of_no_clock_after_the_end(self) -> None:
        if not self.order.is_open:
            assert not list(running(self.order))

    def _is_exempt_from_the_last_step(self) -> bool:
        return self.order.state is S.FEEDBACK_SENT and self.order.is_revisit_exempt


TestOrderMachine = OrderMachine.TestCase
TestOrderMachine.settings = settings(max_examples=150, stateful_step_count=40, deadline=None)
