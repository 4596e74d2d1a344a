"""The AWS of the local runtime: the engine with every table, key, bucket and queue the product expects.

With `AWS_ENDPOINT_URL_DYNAMODB` the tables lie there and are only created when they are missing, and the keys
are kept for them; all else stays in this process.
"""

import os
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Any

import botocore.session

from chalicelib.gateways.clients import CONFIG
from chalicelib.settings import Settings
from infra.local import calls, engine
from infra.local.environment import DYNAMODB_ENDPOINT
from infra.local.fifo_queues import FifoQueues
from infra.local.kept_keys import keep_keys
from infra.local.s3_signatures import Signatures
from infra.local.services import create_buckets, create_keys, create_queues
from infra.local.stream_feeds import EmbeddedFeed, EndpointFeed, Feed
from infra.local.tables import create_tables


class Cloud:
    """Starts the engine and fills it; `close` gives botocore back as it was."""

    def __init__(self, settings: Settings, product_now: Callable[[], datetime], folder: Path) -> None:
        """Create everything under the names of the settings; the folder keeps what must outlive it."""
        self._settings, self._folder = settings, folder
        self._engine = engine.start()
        self._exit = ExitStack()
        self._exit.callback(self._engine.stop)
        self._session = botocore.session.get_session()
        # As the product's own: the address of a file is part of what its link signs.
        self.s3 = self._session.create_client("s3", settings.region, config=CONFIG)
        self.dynamodb = self._client("dynamodb")
        self._kms = self._client("kms")
        self.queues = FifoQueues(product_now)
        self._exit.enter_context(calls.observed(self.queues.answer))
        self._fill()

    @property
    def is_embedded(self) -> bool:
        """Tell whether the tables are in this process."""
        return DYNAMODB_ENDPOINT not in os.environ

    def is_ledger_empty(self) -> bool:
        """Tell whether the ledger has no entry: whatever was ever done has one."""
        return not self.dynamodb.scan(TableName=f"{self._settings.table_prefix}-ledger", Limit=1)["Items"]

    def reset(self) -> None:
        """Make everything new and empty; tables on another endpoint keep what they hold."""
        self._engine.reset()
        self._fill()

    def close(self) -> None:
        """Forget everything."""
        self._exit.close()

    def ledger_feed(self) -> Feed:
        """Return where the ledger's stream is read."""
        name, region = f"{self._settings.table_prefix}-ledger", self._settings.region
        if self.is_embedded:
            return EmbeddedFeed(region, name)
        return EndpointFeed(self._client("dynamodbstreams"), name)

    def signatures(self) -> Signatures:
        """Return what checks the forms and links that this process signs."""
        return Signatures(self._session.get_credentials(), self._settings.region)

    def _fill(self) -> None:
        create_tables(self.dynamodb, self._settings.table_prefix)
        create_keys(self._kms, self._settings.key_alias_prefix)
        if not self.is_embedded:
            keep_keys(self._folder / "endpoint-keys.jsonl", self._settings.region)
        create_buckets(self.s3, self._settings.bucket_prefix)
        create_queues(self.queues, self._settings.queue_prefix)

    def _client(self, service: str) -> Any:
        return self._session.create_client(service, self._settings.region)
