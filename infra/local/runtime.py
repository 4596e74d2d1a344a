"""The whole product in one process: cloud, clock, dispatcher, application (design §5).

The server puts a socket in front of it; tests and demo data use it as it is:

    with Runtime(folder, starts_at=at, ticking=False) as runtime:
        runtime.post_form("/sign-out", as_=person)
        runtime.move_to(opens_at)
        assert runtime.get("/notices").status == 200

There is one at a time, because settings, clients and moto belong to the process.
"""

import os
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self
from unittest.mock import patch

from chalicelib import bootstrap
from chalicelib.gateways.identity import RelyingParty
from chalicelib.gateways.upward import HttpUpward
from chalicelib.kernel.canonical import Json
from chalicelib.settings import load_settings
from chalicelib.usecases.ports import House
from infra.local import snapshot, ttl
from infra.local.clock import MovableClock
from infra.local.clock_moves import ClockMoves
from infra.local.cloud import Cloud
from infra.local.delivery import Delivery
from infra.local.environment import local_environment
from infra.local.http_event import Answer, Request
from infra.local.identity import InProcessTransport, LocalIdentity, local_settings
from infra.local.outbox import Outbox
from infra.local.people import DemoPerson
from infra.local.product import load_product
from infra.local.province import PATH as PROVINCE_PATH
from infra.local.province import Province
from infra.local.province_memory import accepted_reports
from infra.local.site import Parts, Site
from infra.local.telephones import SurveyTelephones, Telephones
from infra.local.visits import FormFields, Visit, json_request

PUBLIC_URL = "http://localhost:8000"


class Runtime:
    """A running product; `starts_at` is its first instant, now when none is given."""

    def __init__(
        self,
        folder: Path,
        *,
        public_url: str = PUBLIC_URL,
        starts_at: datetime | None = None,
        ticking: bool = True,
    ) -> None:
        """Start everything but the dispatcher's thread; secrets and keys are kept in the folder.

        Raises:
            SettingsError: naming every bad setting of the environment.
            WrongEngineError: when moto is another version than the engine was made for.
        """
        with ExitStack() as started:
            environment = local_environment(os.environ, public_url=public_url, folder=folder)
            started.enter_context(patch.dict(os.environ, environment, clear=True))
            self.settings = load_settings()
            self.clock = MovableClock(starts_at, ticking=ticking)
            self._cloud = Cloud(self.settings, self.clock.product_now, folder)
            started.callback(self._cloud.close)
            self._assemble(folder)
            self._exit = started.pop_all()

    def _assemble(self, folder: Path) -> None:
        issuer = self.settings.oidc.issuer
        self.identity = LocalIdentity(issuer, self.clock, folder / "issuer-key.json")
        relying_party = RelyingParty(local_settings(issuer), InProcessTransport(self.identity))
        self.outbox = Outbox(self._cloud.dynamodb, f"{self.settings.table_prefix}-marketplace")
        telephones = Telephones(self.outbox, self.settings.site_name)
        survey_telephones = SurveyTelephones(self.outbox, self.clock)
        key = self.settings.upward.key.encode()
        self.province = Province(key)
        url, is_ours = self.settings.upward.url, self.settings.upward.url.endswith(PROVINCE_PATH)
        upward = HttpUpward(url, key, self.clock.wall_now, self.province if is_ours else None)
        product = load_product(self.clock, relying_party, telephones, survey_telephones, upward)
        self._delivery = Delivery(product, self._cloud, self.settings, self.clock)
        self._moves = ClockMoves(self.clock, self._delivery.dispatcher, lambda: self.house.due, self._sweep)
        parts = Parts(
            self._cloud, self.identity, self.clock, self._moves, self._delivery, self.outbox, self.province
        )
        self._site = Site(product.http, parts)
        self._visits: dict[str, Visit] = {}

    def __enter__(self) -> Self:
        """Return the runtime."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self.close()

    def close(self) -> None:
        """Stop the thread and give the process back as it was."""
        self._delivery.dispatcher.stop()
        self._exit.close()

    @property
    def house(self) -> House:
        """Return the ports of the product, for use cases called directly."""
        return bootstrap.house()

    @property
    def is_embedded(self) -> bool:
        """Tell whether the tables are in this process, and so in its snapshots."""
        return self._cloud.is_embedded

    def holds_nothing(self) -> bool:
        """Tell whether no command was ever committed to these tables."""
        return self._cloud.is_ledger_empty()

    def now(self) -> datetime:
        """Return product time."""
        return self.clock.product_now()

    def reset(self, starts_at: datetime | None = None) -> None:
        """Begin anew with nothing in the house, at an instant."""
        self.clock.restart(starts_at)
        self._cloud.reset()
        self._forget()

    def export_snapshot(self, path: Path) -> int:
        """Write everything the product remembers, when it is quiet; returns the number of rows."""
        self.drain()
        return snapshot.export_snapshot(path, self.settings.region, self.settings.table_prefix, self.now())

    def import_snapshot(self, path: Path) -> None:
        """Replace everything by a file's state and go on from its product time."""
        region, prefix = self.settings.region, self.settings.table_prefix
        self.clock.restart(snapshot.import_snapshot(path, region, prefix))
        self._forget()
        self.province.forget(accepted_reports(prefix, region))

    def get(self, address: str, *, as_: DemoPerson | None = None) -> Answer:
        """Ask for a page, signed in as a person; a redirect is returned, not followed."""
        return self.visit(as_).get(address)

    def post_form(
        self, address: str, fields: FormFields | None = None, *, as_: DemoPerson | None = None
    ) -> Answer:
        """Send a form with its CSRF token and let everything happen that hangs on it."""
        return self._settled(self.visit(as_).post_form(address, fields))

    def get_json(self, address: str, *, as_: DemoPerson | None = None) -> Answer:
        """Ask the API, with a bearer token for the person."""
        return self.send_json("GET", address, None, as_=as_)

    def post_json(
        self, address: str, body: Json, *, as_: DemoPerson | None = None, key: str | None = None
    ) -> Answer:
        """Send the API a command, with an Idempotency-Key where given."""
        return self.send_json("POST", address, body, as_=as_, key=key)

    def send_json(
        self, method: str, address: str, body: Json, *, as_: DemoPerson | None = None, key: str | None = None
    ) -> Answer:
        """Call the API by any method."""
        token = self.identity.access_token(as_) if as_ else None
        return self._settled(self.request(json_request(method, address, body, token=token, key=key)))

    def request(self, request: Request) -> Answer:
        """Answer any request as the server would."""
        return self._site.answer(request)

    def visit(self, person: DemoPerson | None = None) -> Visit:
        """Return the browser of a person, signed in, or of somebody unknown."""
        subject = person.subject if person else ""
        if subject not in self._visits:
            visit = Visit(self.request, bootstrap.edge().cookies)
            if person:
                visit.sign_in(person)
            self._visits[subject] = visit
        return self._visits[subject]

    def move_to(self, at: datetime) -> int:
        """Move product time; everything due until then happens at its instant. Returns how much did."""
        return self._moves.move_to(at)

    def advance(self, by: timedelta) -> int:
        """Move product time by a duration."""
        return self.move_to(self.now() + by)

    def drain(self) -> int:
        """Deliver all stream records and messages; returns how many."""
        return self._delivery.dispatcher.drain()

    def start(self) -> None:
        """Deliver in a thread from now on, as the server needs it."""
        self._delivery.dispatcher.start()

    def _settled(self, answer: Answer) -> Answer:
        if not self._delivery.dispatcher.is_running:
            self.drain()
        return answer

    def _sweep(self, product_now: datetime) -> int:
        return ttl.sweep(self.settings.region, product_now)

    def _forget(self) -> None:
        self._visits.clear()
        self.outbox.forget_all()
        self.house.templates.forget()
        self.province.forget()
        self._delivery.restart()
