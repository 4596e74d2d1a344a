"""The product in this process, emptied for each measure, with the people of a purchase around it."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from chalicelib import bootstrap
from chalicelib.domain.ledger import Head
from chalicelib.domain.marketplace.agencies.agency import Agency
from chalicelib.domain.marketplace.notices.content import NoticeContent
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.store import aggregates
from chalicelib.store.tables import define_tables
from infra.local.engine import settle_memory
from infra.local.http_event import Answer
from infra.local.people import DemoPerson
from infra.local.runtime import Runtime
from tests.factories.notices import MONDAY
from tests.journeys.steps import Town, uscc

AMOUNT_FEN = 48_500_00


class Stage:
    """One running product for all measures."""

    def __init__(self, runtime: Runtime) -> None:
        """Use a running product."""
        self.runtime = runtime

    def new_town(self, agencies: int = 0) -> Town:
        """Empty the house and let a number of agencies be listed."""
        self.runtime.reset(MONDAY)
        town = Town(self.runtime.house)
        town.anchor()
        if agencies:
            _copy_agency(town.settle_agency(uscc(0)), [uscc(number) for number in range(1, agencies)])
        return town

    def page(self, address: str, *, as_: DemoPerson | None = None) -> Answer:
        """Return a page.

        Raises:
            RuntimeError: when it is no page, since the figures of a refusal say nothing.
        """
        answer = self.runtime.get(address, as_=as_)
        if answer.status != 200:
            raise RuntimeError(f"{address} answered {answer.status}")
        return answer


def _copy_agency(first: Agency, codes: Sequence[str]) -> None:
    """Put the same listing in under other codes; everything about its persons is named after the code."""
    settings = bootstrap.settings()
    model = define_tables(settings.table_prefix, settings.region).marketplace
    text = aggregates.text_of(aggregates.AGENCY, first)
    written = aggregates.to_item(model, aggregates.AGENCY, first.id, first, 1, Head(1, "0" * 64), text)
    with model.batch_write() as batch:
        for code in codes:
            data = str(written.data).replace(first.id, code)
            copy = model(*aggregates.AGENCY.place(code), kind=written.kind, version=1, head=written.head)
            copy.data = data
            batch.save(copy)


@contextmanager
def open_stage() -> Iterator[Stage]:
    """Start the product in a folder of its own, without a line of log for each of its requests."""
    logging.disable(logging.INFO)
    try:
        with (
            TemporaryDirectory() as folder,
            Runtime(Path(folder), starts_at=MONDAY, ticking=False) as runtime,
        ):
            settle_memory()
            yield Stage(runtime)
    finally:
        logging.disable(logging.NOTSET)


def publish_with_quotes(town: Town, content: NoticeContent, amounts_fen: list[int]) -> Notice:
    """Publish a notice and let one agency quote each amount."""
    notice = town.publish(content)
    for number, amount_fen in enumerate(amounts_fen):
        town.quote(uscc(number), notice, amount_fen)
    return notice
