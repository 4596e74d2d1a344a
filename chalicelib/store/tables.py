"""The five tables as pynamodb models, made once a process for its prefix and region (docs/data-model.md).

`data` holds an aggregate as compact JSON: DynamoDB never filters inside it, and a blob costs a quarter
of a map to read (ADR 0004).
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Self

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.indexes import GlobalSecondaryIndex, IncludeProjection, KeysOnlyProjection
from pynamodb.models import Model

from chalicelib.kernel.records import dataclass
from chalicelib.store.connection import SteadyConnection

CONNECT_TIMEOUT_SECONDS = 1
READ_TIMEOUT_SECONDS = 3
RETRIES = 2
POOL = 32


class EntityItem(Model):
    """An item of `marketplace` or `satisfaction`: aggregates, guards, gates, pages, idempotency."""

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    kind = UnicodeAttribute()
    version = NumberAttribute(null=True)
    head = UnicodeAttribute(null=True)
    data = UnicodeAttribute(null=True)
    state = UnicodeAttribute(null=True)
    number = NumberAttribute(null=True)
    due_pk = UnicodeAttribute(null=True)
    due_sk = UnicodeAttribute(null=True)
    expires_at = NumberAttribute(null=True)


class LedgerItem(Model):
    """One entry of the append-only ledger; `seq` and `hash` chain it to the one before.

    `unit` names the transaction that wrote it: two rivals may decide the very same thing in the same
    millisecond, and only one of them got through.
    """

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    kind = UnicodeAttribute()
    seq = NumberAttribute()
    type = UnicodeAttribute()
    at = UnicodeAttribute()
    actor = UnicodeAttribute()
    org = UnicodeAttribute()
    data = UnicodeAttribute()
    state = UnicodeAttribute()
    prev = UnicodeAttribute()
    hash = UnicodeAttribute()
    unit = UnicodeAttribute(null=True)
    day_pk = UnicodeAttribute()
    day_sk = UnicodeAttribute()

    @classmethod
    def from_raw_data(cls, data: dict[str, Any]) -> Self:
        """Read an entry whatever somebody made of it: a value of a foreign type is as good as none."""
        types = {attribute.attr_name: attribute.attr_type for attribute in cls.get_attributes().values()}
        return super().from_raw_data({name: held for name, held in data.items() if types.get(name) in held})


class ReportingItem(Model):
    """A disposable row: an aggregate's marker, a list card, a list's counts.

    A figure of many columns holds each as a number attribute of its own, since only those can be added to;
    their names are no fixed set, and `columns` has them.
    """

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    seq = NumberAttribute(null=True)
    data = UnicodeAttribute(null=True)
    expires_at = NumberAttribute(null=True)
    columns: Mapping[str, int] = MappingProxyType({})

    @classmethod
    def from_raw_data(cls, data: dict[str, Any]) -> Self:
        """Read an item with the columns that no attribute is declared for."""
        item = super().from_raw_data(data)
        declared = {attribute.attr_name for attribute in cls.get_attributes().values()}
        item.columns = {name: int(held["N"]) for name, held in data.items() if name not in declared}
        return item


class VaultItem(Model):
    """A personal value, sealed by KMS, and the salt of its HMAC; deleting it is erasure."""

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    purpose = UnicodeAttribute()
    sealed = UnicodeAttribute()
    salt = UnicodeAttribute()


@dataclass(frozen=True, slots=True)
class Tables:
    """The models of this process and the one connection its transactions use."""

    marketplace: type[EntityItem]
    satisfaction: type[EntityItem]
    ledger: type[LedgerItem]
    reporting: type[ReportingItem]
    vault: type[VaultItem]
    connection: SteadyConnection


def define_tables(prefix: str, region: str) -> Tables:
    """Bind the models to `<prefix>-<table>` in a region; no request is made.

    The endpoint is the SDK's own business (`AWS_ENDPOINT_URL_DYNAMODB`). All models share one
    connection, because a TransactWrite needs the connection of its models (design §5).
    """
    connection = SteadyConnection(
        region=region,
        connect_timeout_seconds=CONNECT_TIMEOUT_SECONDS,
        read_timeout_seconds=READ_TIMEOUT_SECONDS,
        max_retry_attempts=RETRIES,
        max_pool_connections=POOL,
    )
    return Tables(
        marketplace=_bind(EntityItem, f"{prefix}-marketplace", region, connection, due=_due_index()),
        satisfaction=_bind(EntityItem, f"{prefix}-satisfaction", region, connection, due=_due_index()),
        ledger=_bind(LedgerItem, f"{prefix}-ledger", region, connection, day=_day_index()),
        reporting=_bind(ReportingItem, f"{prefix}-reporting", region, connection),
        vault=_bind(VaultItem, f"{prefix}-vault", region, connection),
        connection=connection,
    )


def _bind(model: type[Any], name: str, region: str, connection: SteadyConnection, **indexes: Any) -> Any:
    meta = type("Meta", (), {"table_name": name, "region": region})
    bound: Any = type(model.__name__, (model,), {"Meta": meta, "__module__": __name__, **indexes})
    table_connection = bound._get_connection()
    connection.add_meta_table(table_connection.get_meta_table())
    table_connection.connection = connection
    return bound


def _due_index() -> Any:
    class DueIndex(GlobalSecondaryIndex[EntityItem]):  # type: ignore[no-untyped-call]
        """Sparse: only items that wait for an instant."""

        class Meta:
            index_name = "due"
            projection = KeysOnlyProjection()

        due_pk = UnicodeAttribute(hash_key=True)
        due_sk = UnicodeAttribute(range_key=True)

    return DueIndex()


def _day_index() -> Any:
    class DayIndex(GlobalSecondaryIndex[LedgerItem]):  # type: ignore[no-untyped-call]
        """All entries of a day, for the daily digest."""

        class Meta:
            index_name = "day"
            projection = IncludeProjection(["seq", "hash"])

        day_pk = UnicodeAttribute(hash_key=True)
        day_sk = UnicodeAttribute(range_key=True)

    return DayIndex()
