import stat
from pathlib import Path
from typing import Any

import boto3
import pytest

from infra.local import engine
from infra.local.kept_files import KeptFileError
from infra.local.kept_keys import keep_keys
from infra.local.services import create_keys
from tests.infra.local.conftest import REGION


def start(path: Path) -> Any:
    kms = boto3.client("kms", REGION)
    create_keys(kms, "alias/market")
    keep_keys(path, REGION)
    return kms


def test_what_was_sealed_into_tables_elsewhere_opens_after_a_restart(
    running: engine.Engine, tmp_path: Path
) -> None:
    path = tmp_path / "endpoint-keys.jsonl"
    before = start(path).encrypt(KeyId="alias/market-contact", Plaintext=b"12345")["CiphertextBlob"]

    running.reset()
    after = start(path).decrypt(KeyId="alias/market-contact", CiphertextBlob=before)

    assert after["Plaintext"] == b"12345"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("text", ["", "{", "[]", '{"kind": "key"}'])
def test_keys_that_were_damaged_are_not_replaced_by_others(
    running: engine.Engine, tmp_path: Path, text: str
) -> None:
    path = tmp_path / "endpoint-keys.jsonl"
    path.write_text(text)

    with pytest.raises(KeptFileError, match="damaged"):
        start(path)

    assert path.read_text() == text
