"""Puts the product's event handlers behind the ledger's stream and the queues."""

from chalicelib.settings import Settings
from infra.local.clock import MovableClock
from infra.local.clockwork import Clockwork
from infra.local.cloud import Cloud
from infra.local.consumers import QueueConsumer, StreamConsumer
from infra.local.dispatcher import POLL_SECONDS, Dispatcher
from infra.local.product import Product
from infra.local.services import queue_name

ENDPOINT_POLL_SECONDS = 1.0
"""Asking another process costs calls, so it is asked less often."""


class Delivery:
    """The dispatcher with all consumers, and what they had to give up."""

    def __init__(self, product: Product, cloud: Cloud, settings: Settings, clock: MovableClock) -> None:
        """Connect every function to its source."""
        self._queues = cloud.queues
        feed = cloud.ledger_feed()
        self._streams = [StreamConsumer(name, handler, feed) for name, handler in product.streams.items()]
        workers = [
            QueueConsumer(
                queue_name(settings.queue_prefix, name),
                worker.handler,
                cloud.queues,
                region=settings.region,
                batch_size=worker.batch_size,
            )
            for name, worker in product.workers.items()
        ]
        self._clockwork = Clockwork(
            product.timers, product.digests, product.catalogues, product.reminders, clock.product_now
        )
        self.dispatcher = Dispatcher(
            [*self._streams, *workers],
            self._clockwork,
            region=settings.region,
            product_now=clock.product_now,
            poll_seconds=POLL_SECONDS if cloud.is_embedded else ENDPOINT_POLL_SECONDS,
        )

    def restart(self) -> None:
        """Read the stream from its beginning and forget every message, as after a reset or an import."""
        self._queues.forget_all()
        self._clockwork.restart()
        for stream in self._streams:
            stream.restart()

    def given_up(self) -> list[tuple[str, str, str, str]]:
        """Return what was buried: where it came from, which one, how often it was tried, its body."""
        buried = [record for stream in self._streams for record in stream.buried]
        records = [(record.function, record.event_id, "", "") for record in buried]
        letters = [
            (letter.queue, letter.id, str(letter.receives), letter.body)
            for letter in self._queues.dead_letters()
        ]
        return records + letters
