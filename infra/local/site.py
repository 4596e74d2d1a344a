"""One address space: the product's own routes through its Gateway, and /dev beside them."""

from dataclasses import dataclass

from chalicelib.kernel.workdays import shipped_calendar
from infra.local.clock import MovableClock
from infra.local.clock_moves import ClockMoves
from infra.local.clock_page import ClockPage
from infra.local.cloud import Cloud
from infra.local.delivery import Delivery
from infra.local.dev_http import DevAnswer, DevRequest
from infra.local.dev_pages import DevPages, is_dev_path
from infra.local.file_store import FileStore
from infra.local.http_event import Answer, Request, proxy_event, read_answer
from infra.local.identity import BASE_PATH as OIDC_PATH
from infra.local.identity import LocalIdentity
from infra.local.invocations import Handler
from infra.local.lambda_events import LambdaContext
from infra.local.outbox import Letter, Outbox
from infra.local.outbox_page import figures_text, outbox_page
from infra.local.province import Province
from infra.local.telephone_page import TelephonePage


@dataclass(frozen=True, slots=True)
class Parts:
    """What the pages under /dev show and move."""

    cloud: Cloud
    identity: LocalIdentity
    clock: MovableClock
    moves: ClockMoves
    delivery: Delivery
    outbox: Outbox
    province: Province


class Site:
    """Answers every request of the local runtime."""

    def __init__(self, http: Handler, parts: Parts) -> None:
        """Put the pages together."""
        self._http, self._parts = http, parts
        self._origin = parts.identity.issuer.removesuffix(OIDC_PATH)
        files = FileStore(parts.cloud.s3, parts.cloud.signatures(), parts.clock)
        clock_page = ClockPage(parts.clock.product_now, parts.moves, shipped_calendar())
        telephone = TelephonePage(parts.outbox, self.answer)
        self._dev = DevPages(parts.identity, files, clock_page, self._outbox, telephone, parts.province)

    def answer(self, request: Request) -> Answer:
        """Answer one request and tell the dispatcher that something may have happened."""
        if is_dev_path(request.path):
            return self._dev_answer(request)
        answer = read_answer(self._http(proxy_event(request), LambdaContext("http")))
        self._parts.delivery.dispatcher.wake()
        return answer

    def _dev_answer(self, request: Request) -> Answer:
        asked = DevRequest(
            request.method,
            request.path,
            request.query_string,
            request.body,
            self._origin,
            tuple(request.headers),
        )
        answer = self._dev.handle(asked)
        return Answer(answer.status, answer.headers, b"" if request.method == "HEAD" else answer.body)

    def _outbox(self) -> DevAnswer:
        letters = [_cells(letter) for letter in self._parts.outbox.letters()]
        held = [_cells(letter) for letter in self._parts.outbox.held()]
        return outbox_page(letters, self._parts.delivery.given_up(), held)


def _cells(letter: Letter) -> tuple[str, ...]:
    words = letter.text or figures_text(letter.figures)
    return letter.at, letter.channel, letter.recipient, letter.code, letter.event, words
