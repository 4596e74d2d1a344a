"""The embedded AWS: moto 5.2.5 in this process, made safe, fast and truthful (design §5).

As shipped, moto loses acknowledged writes under threads, copies whole tables for a transaction, ignores
client tokens and keeps every item it ever made. Each cure is a small module beside this one that replaces
one named method; they fit one version, so any other is refused.
"""

import gc
import os
from collections.abc import Mapping
from contextlib import ExitStack
from functools import cache
from typing import Any
from unittest.mock import patch

import moto
from botocore.useragent import UserAgentString
from moto import mock_aws
from moto.core import responses as core_responses
from moto.core.common_models import BaseModel
from moto.core.config import default_user_config
from moto.core.serialize import BaseJSONSerializer
from moto.core.utils import method_names_from_class
from moto.dynamodb import responses
from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.dynamo_type import LimitedSizeDict
from moto.dynamodb.models.table import SecondaryIndex, Table
from moto.dynamodb.responses import DynamoHandler

from infra.local import calls, client_tokens, limits, memory, plain_answers, queries, undo_log

MOTO_VERSION = "5.2.5"

_running: "Engine | None" = None


class WrongEngineError(RuntimeError):
    """The installed moto is not the one the engine was made for."""


class Engine:
    """The running engine; `start` makes the one there is."""

    def __init__(self) -> None:
        self._mock = mock_aws(config=_configuration(os.environ.get("AWS_ENDPOINT_URL_DYNAMODB")))
        self._cures = ExitStack()

    def reset(self) -> None:
        """Forget all tables, objects, keys and queues, as if just started."""
        with calls.LOCK:
            self._mock.reset()
            client_tokens.forget_all()

    def stop(self) -> None:
        """Forget everything and give botocore and moto back as they were."""
        global _running
        self._cures.close()
        self._mock.stop()
        client_tokens.forget_all()
        _running = None

    def _start(self) -> None:
        self._mock.start()
        for holder, name, cure in _cures():
            self._cures.enter_context(patch.object(holder, name, cure))
        self._cures.enter_context(calls.observed(_forget_after_writes))
        self._cures.enter_context(calls.hooked())


_READS = ("Get", "BatchGet", "TransactGet", "Query", "Scan", "Describe", "List")


def _forget_after_writes(call: calls.Call, proceed: calls.Proceed) -> calls.Answer:
    try:
        return proceed(call.params)
    finally:
        if call.service == "dynamodb" and not call.operation.startswith(_READS):
            for name in _written(call.params):
                memory.forget_partitions(name)


def _written(params: Mapping[str, Any]) -> set[str | None]:
    """Return the tables that a call may have written, by their names or ARNs; None where it names none."""
    items = [one for each in params.get("TransactItems", ()) for one in each.values()]
    given = [*(one["TableName"] for one in (params, *items) if "TableName" in one)]
    named = {name.rsplit("/", 1)[-1] for name in (*given, *params.get("RequestItems", ()))}
    return named or {None}


def start() -> Engine:
    """Start the engine, or return the running one; clients must be made after this.

    Raises:
        WrongEngineError: when the installed moto is another version than the cures were written for.
    """
    global _running
    if moto.__version__ != MOTO_VERSION:
        raise WrongEngineError(
            f"The embedded engine needs moto {MOTO_VERSION} exactly and found {moto.__version__}; "
            "install it with: python -m pip install -r requirements-dev.txt"
        )
    if _running is None:
        engine = Engine()
        engine._start()
        _running = engine
    return _running


def settle_memory() -> None:
    """Take what lives now out of the garbage collector's sight and make it run rarely.

    Call it once after the demo data is there: moto's object graph is large and never garbage, and walking
    it was the slowest thing a transaction could meet.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)


def _cures() -> tuple[tuple[Any, str, Any], ...]:
    return (
        (DynamoDBBackend, "transact_write_items", undo_log.transact_write_items),
        (DynamoDBBackend, "update_item", undo_log.update_item),
        (Table, "query", queries.query),
        (Table, "scan", queries.scan),
        (SecondaryIndex, "project", queries.project),
        (DynamoHandler, "transact_write_items", client_tokens.transact_write_items),
        (DynamoHandler, "batch_write_item", limits.batch_write_item),
        (LimitedSizeDict, "__setitem__", limits.set_attribute),
        (responses, "TRANSACTION_MAX_ITEMS", limits.TRANSACT_GETS_MAX),
        (BaseJSONSerializer, "_serialize_type_structure", plain_answers.serialize_type_structure),
        # Written anew for every call, and nobody reads it here.
        (UserAgentString, "to_string", lambda _: "embedded"),
        (BaseModel, "__new__", _new_untracked),
        # Inspects every handler method again for every request.
        (core_responses, "method_names_from_class", cache(method_names_from_class)),
    )


def _new_untracked(cls: type[BaseModel], *_args: Any, **_kwargs: Any) -> Any:
    # moto lists every model ever made for its dashboard; an item copied for each answer is never freed.
    return object.__new__(cls)


def _configuration(dynamodb_endpoint: str | None) -> Any:
    """Replace the credentials by false ones, unless DynamoDB is a real endpoint that needs real ones."""
    keep_credentials = dynamodb_endpoint is not None and "AWS_ACCESS_KEY_ID" in os.environ
    return {"core": {**default_user_config["core"], "mock_credentials": not keep_credentials}}
