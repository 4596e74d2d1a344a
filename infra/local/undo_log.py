"""A failed write leaves nothing behind, at the price of the items it touched (design §5).

Before a TransactWriteItems moto deep-copies every table involved, so a transaction takes as long as its
tables are large. Here a table answers that copy with itself, for free; the rollback is ours: the images
of the touched items before the write, and the length of the stream. UpdateItem, which moto leaves half
done when its expression fails midway, is guarded the same way.
"""

import copy
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.table import Table

from infra.local.memory import AttributeValues, key_of, peek, put_back

Target = tuple[Table, AttributeValues]

_transact_write_items = DynamoDBBackend.transact_write_items
_update_item = DynamoDBBackend.update_item


@contextmanager
def undone_on_failure(targets: Iterable[Target]) -> Iterator[None]:
    """Put the targets and the streams of their tables back when the block raises, whatever it raises."""
    undo = [step for table, attributes in targets for step in _undo_steps(table, attributes)]
    try:
        yield
    except BaseException:
        for step in reversed(undo):
            step()
        raise


def transact_write_items(self: DynamoDBBackend, transact_items: list[dict[str, Any]]) -> None:
    """Run moto's transaction without its table copies, undoing it by touched item."""
    with undone_on_failure(_targets(self, transact_items)), _tables_copied_for_free():
        _transact_write_items(self, transact_items)


def update_item(self: DynamoDBBackend, table_name: str, key: Any, *args: Any, **kwargs: Any) -> Any:
    """Run moto's update so that a failing expression changes nothing."""
    with undone_on_failure([(self.get_table(table_name), key)]):
        return _update_item(self, table_name, key, *args, **kwargs)


def _targets(backend: DynamoDBBackend, transact_items: list[dict[str, Any]]) -> Iterator[Target]:
    for transact_item in transact_items:
        for action in transact_item.values():
            table = backend.tables.get(action.get("TableName"))
            if table is not None:
                yield table, action.get("Key") or action.get("Item") or {}


def _undo_steps(table: Table, attributes: Mapping[str, Any]) -> Iterator[Callable[[], None]]:
    key = key_of(table, attributes)
    if key is None:
        return  # moto refuses it before writing anything
    before = copy.deepcopy(peek(table, key))
    yield lambda: put_back(table, key, before)
    shard = table.stream_shard
    if shard is not None:
        length = len(shard.items)
        yield lambda: shard.items.__delitem__(slice(length, None))


def _tables_copied_for_free() -> Any:
    return patch.object(Table, "__deepcopy__", lambda table, _memo: table, create=True)
