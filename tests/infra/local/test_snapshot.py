"""Export and import: the same state, the same file, quickly."""

import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import boto3
import pytest

from infra.local import engine, snapshot
from infra.local.memory import find_table
from infra.local.snapshot import SnapshotError, export_snapshot, import_snapshot
from infra.local.streams import new_records
from infra.local.tables import create_tables
from tests.infra.local.conftest import PREFIX, REGION
from tests.infra.local.items import LEDGER, MARKET, item, key

NOW = datetime(2026, 1, 5, 1, 30, tzinfo=UTC)


def restart(running: engine.Engine, client: Any, prefix: str = PREFIX) -> None:
    running.reset()
    create_tables(client, prefix)


def test_items_come_back_as_they_were_and_the_clock_with_them(
    client: Any, running: engine.Engine, tmp_path: Path
) -> None:
    rich = {
        **key("B"),
        "n": {"N": "12.50"},
        "m": {"M": {"l": {"L": [{"S": "测"}, {"B": b"\x00"}]}}},
        "b": {"B": b"\xff"},
    }
    client.put_item(TableName=MARKET, Item=rich)
    client.put_item(TableName=MARKET, Item=item("A", due_pk="D", due_sk="1"))
    client.put_item(TableName=LEDGER, Item=item("A", "000001"))
    assert export_snapshot(tmp_path / "s.jsonl", REGION, PREFIX, NOW) >= 4
    restart(running, client)
    client.put_item(TableName=MARKET, Item=item("LATER"))

    assert import_snapshot(tmp_path / "s.jsonl", REGION, PREFIX) == NOW

    assert client.scan(TableName=MARKET)["Items"] == [item("A", due_pk="D", due_sk="1"), rich]
    assert client.scan(TableName=LEDGER)["Items"] == [item("A", "000001")]
    assert new_records(REGION, LEDGER) == []


def test_two_exports_of_one_state_are_one_file(client: Any, running: engine.Engine, tmp_path: Path) -> None:
    for pk in "CAB":
        client.put_item(TableName=MARKET, Item=item(pk))
    export_snapshot(tmp_path / "first.jsonl", REGION, PREFIX, NOW)
    restart(running, client)
    import_snapshot(tmp_path / "first.jsonl", REGION, PREFIX)

    export_snapshot(tmp_path / "second.jsonl", REGION, PREFIX, NOW)

    assert (tmp_path / "first.jsonl").read_bytes() == (tmp_path / "second.jsonl").read_bytes()
    assert not list(tmp_path.glob("*.partial"))


def test_a_snapshot_fits_tables_of_another_prefix(
    client: Any, running: engine.Engine, tmp_path: Path
) -> None:
    client.put_item(TableName=MARKET, Item=item("A"))
    export_snapshot(tmp_path / "s.jsonl", REGION, PREFIX, NOW)
    restart(running, client, "other")

    import_snapshot(tmp_path / "s.jsonl", REGION, "other")

    assert client.scan(TableName="other-marketplace")["Items"] == [item("A")]


def test_objects_come_back_with_type_and_metadata(
    client: Any, running: engine.Engine, tmp_path: Path
) -> None:
    s3 = boto3.client("s3", region_name=REGION)
    s3.create_bucket(Bucket="wf-files", CreateBucketConfiguration={"LocationConstraint": REGION})
    s3.put_object(
        Bucket="wf-files",
        Key="公告/a.pdf",
        Body=b"%PDF\x00",
        ContentType="application/pdf",
        Metadata={"sha": "1"},
    )
    export_snapshot(tmp_path / "s.jsonl", REGION, PREFIX, NOW)
    restart(running, client)

    import_snapshot(tmp_path / "s.jsonl", REGION, PREFIX)

    found = s3.get_object(Bucket="wf-files", Key="公告/a.pdf")
    assert (found["Body"].read(), found["ContentType"], found["Metadata"]) == (
        b"%PDF\x00",
        "application/pdf",
        {"sha": "1"},
    )


def test_what_was_sealed_before_opens_after(client: Any, running: engine.Engine, tmp_path: Path) -> None:
    kms = boto3.client("kms", region_name=REGION)
    seal = kms.create_key()["KeyMetadata"]["KeyId"]
    kms.create_alias(AliasName="alias/wf-price", TargetKeyId=seal)
    slot = kms.create_key(KeyUsage="GENERATE_VERIFY_MAC", KeySpec="HMAC_256")["KeyMetadata"]["KeyId"]
    sign = kms.create_key(KeyUsage="SIGN_VERIFY", KeySpec="ECC_NIST_P256")["KeyMetadata"]["KeyId"]

    def mac() -> bytes:
        answer = kms.generate_mac(KeyId=slot, Message=b"n|u", MacAlgorithm="HMAC_SHA_256")
        return bytes(answer["Mac"])

    context = {"notice_id": "n"}
    sealed = kms.encrypt(KeyId="alias/wf-price", Plaintext=b"12345", EncryptionContext=context)[
        "CiphertextBlob"
    ]
    before, public = mac(), kms.get_public_key(KeyId=sign)["PublicKey"]
    export_snapshot(tmp_path / "s.jsonl", REGION, PREFIX, NOW)
    restart(running, client)

    import_snapshot(tmp_path / "s.jsonl", REGION, PREFIX)

    assert kms.decrypt(CiphertextBlob=sealed, EncryptionContext=context)["Plaintext"] == b"12345"
    assert mac() == before
    assert kms.get_public_key(KeyId=sign)["PublicKey"] == public
    assert kms.describe_key(KeyId="alias/wf-price")["KeyMetadata"]["KeyId"] == seal


def test_5000_items_are_back_within_three_seconds(client: Any, tmp_path: Path) -> None:
    table = find_table(REGION, MARKET)
    assert table is not None
    for turn in range(5_000):
        table.put_item(item(f"P#{turn}", data="x" * 500, due_pk="D", due_sk=str(turn)))
    export_snapshot(tmp_path / "s.jsonl", REGION, PREFIX, NOW)

    started = time.perf_counter()
    import_snapshot(tmp_path / "s.jsonl", REGION, PREFIX)

    assert time.perf_counter() - started < 3
    assert len(table) == 5_000


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "not a snapshot"),
        ('{"kind": "snapshot", "format": 99}\n', "not a snapshot of format 1"),
        ("{", "line 1 is not JSON"),
        ("[1]", "not a snapshot"),
        (
            (
                '{"kind":"snapshot","format":1,"product_now":"2026-01-05T01:30:00.000Z"}\n'
                '{"kind":"item","table":"none","item":{}}\n'
            ),
            "cannot be restored",
        ),
        (
            '{"kind":"snapshot","format":1,"product_now":"2026-01-05T01:30:00.000Z"}\n3\n',
            "cannot be restored",
        ),
    ],
)
def test_a_damaged_file_is_refused(client: Any, tmp_path: Path, text: str, complaint: str) -> None:
    (tmp_path / "s.jsonl").write_text(text)

    with pytest.raises(SnapshotError, match=complaint):
        import_snapshot(tmp_path / "s.jsonl", REGION, PREFIX)


@pytest.mark.parametrize(
    "lost", [slice(-1, None), slice(-3, None), slice(1, 2)], ids=["end", "tail", "middle"]
)
def test_a_file_that_lost_lines_does_not_pass_for_a_smaller_market(
    client: Any, tmp_path: Path, lost: slice
) -> None:
    path = tmp_path / "s.jsonl"
    for pk in "ABCDE":
        client.put_item(TableName=MARKET, Item=item(pk))
    export_snapshot(path, REGION, PREFIX, NOW)
    lines = path.read_text("utf-8").splitlines(keepends=True)
    del lines[lost]
    path.write_text("".join(lines), "utf-8")

    with pytest.raises(SnapshotError, match=r"cut off|rows are missing"):
        import_snapshot(path, REGION, PREFIX)


def test_two_processes_that_export_at_once_write_two_whole_files(
    client: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, processes, rows = tmp_path / "s.jsonl", iter((1, 2)), snapshot._rows
    monkeypatch.setattr(snapshot.os, "getpid", lambda: next(processes))

    def rows_while_another_writes(*about: Any) -> Iterator[dict[str, Any]]:
        monkeypatch.setattr(snapshot, "_rows", rows)
        export_snapshot(path, REGION, PREFIX, NOW)
        yield from rows(*about)

    monkeypatch.setattr(snapshot, "_rows", rows_while_another_writes)
    export_snapshot(path, REGION, PREFIX, NOW)

    assert import_snapshot(path, REGION, PREFIX) == NOW
    assert list(tmp_path.iterdir()) == [path]


def test_every_line_is_one_row_of_json(client: Any, tmp_path: Path) -> None:
    client.put_item(TableName=MARKET, Item=item("A", data="一\u2028二\n"))
    rows = export_snapshot(tmp_path / "s.jsonl", REGION, PREFIX, NOW)

    lines = (tmp_path / "s.jsonl").read_text("utf-8").split("\n")

    assert len(lines) == rows + 1
    assert all(json.loads(line) for line in lines[:-1])
