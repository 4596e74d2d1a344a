"""The product as the local runtime drives it: the very handlers that Lambda would call (design §5)."""

from collections.abc import Mapping
from dataclasses import dataclass

from chalice.app import DynamoDBEventConfig, SQSEventConfig
from chalice.local import LocalChalice

import app as entry
from chalicelib import bootstrap
from chalicelib.kernel.clock import Clock
from chalicelib.usecases.identity_ports import IdentityProvider
from chalicelib.usecases.notifier_ports import Notifier
from chalicelib.usecases.text_ports import Texts
from chalicelib.usecases.upward_ports import Upward
from infra.local.call_bridge import LocalBridge
from infra.local.invocations import Handler
from infra.local.telephones import NoWaiting


@dataclass(frozen=True, slots=True)
class Worker:
    """A function on a queue and how many messages it takes at once."""

    handler: Handler
    batch_size: int


@dataclass(frozen=True, slots=True)
class Product:
    """Every function by what calls it: HTTP, the clock, the stream, the queues."""

    http: Handler
    timers: Handler
    digests: Handler
    catalogues: Handler
    reminders: Handler
    streams: Mapping[str, Handler]
    workers: Mapping[str, Worker]


def load_product(
    clock: Clock, identity: IdentityProvider, notifier: Notifier, texts: Texts, upward: Upward
) -> Product:
    """Wire the product of this process anew: movable clock, local issuer, outbox, local province."""
    bootstrap.Wiring.clock = clock
    bootstrap.Wiring.identity = identity
    bootstrap.Wiring.notifier = notifier
    bootstrap.Wiring.texts = texts
    bootstrap.Wiring.upward = upward
    bootstrap.Wiring.pace = NoWaiting()
    bootstrap.Wiring.call_bridge = LocalBridge()
    for built in (
        bootstrap.settings,
        bootstrap.house,
        bootstrap.projector,
        bootstrap.shelves,
        bootstrap.audit,
        bootstrap.edge,
    ):
        built.cache_clear()
    # Chalice keeps "the current request" on the application; with threads it must be one a thread.
    entry.app.__class__ = LocalChalice
    sources = entry.app.event_sources
    streams = [source for source in sources if isinstance(source, DynamoDBEventConfig)]
    queues = [source for source in sources if isinstance(source, SQSEventConfig)]
    return Product(
        http=entry.http,
        timers=entry.timers,
        digests=entry.digests,
        catalogues=entry.catalogues,
        reminders=entry.reminders,
        streams={source.name: getattr(entry, source.name) for source in streams},
        workers={
            str(source.queue): Worker(getattr(entry, source.name), source.batch_size) for source in queues
        },
    )
