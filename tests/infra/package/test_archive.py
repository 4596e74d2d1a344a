"""The archive: small, complete, compiled, and the same for the same sources."""

import hashlib
import importlib.util
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from infra.package import ROOT
from infra.packaging.archive import LIMIT_BYTES, repack
from infra.packaging.cold_start import SCENARIOS, find_unwanted, measure_cold_starts
from infra.packaging.trimming import SERVICES, is_kept
from tests.infra.package.conftest import Package


@pytest.fixture(scope="module")
def names(one_package: Package) -> set[str]:
    with zipfile.ZipFile(one_package.archive) as archive:
        return set(archive.namelist())


def test_the_same_sources_give_the_same_bytes(one_package: Package, tmp_path: Path) -> None:
    chalice = one_package.folder / "chalice" / "deployment.zip"

    digests = set()
    for number in ("1", "2"):
        repack(chalice, ROOT / "schemas", tmp_path / f"unpacked-{number}", tmp_path / f"{number}.zip")
        digests.add(hashlib.sha256((tmp_path / f"{number}.zip").read_bytes()).hexdigest())

    assert len(digests) == 1


def test_archive_is_small_enough(one_package: Package) -> None:
    assert one_package.archive.stat().st_size <= LIMIT_BYTES


@pytest.mark.parametrize(
    "prefix",
    [
        "app.pyc",
        "chalicelib/profiles/WF-MARKET-1.json",
        "chalicelib/kernel/calendars/2026.json",
        "chalicelib/web/templates/base.html",
        "chalicelib/web/static/site.css",
        "chalicelib/web/static/verify_draw.py",
        "chalicelib/web/static/verify_ratings.py",
        "chalicelib/web/static/verify_selection.py",
        "chalicelib/web/locale/en/LC_MESSAGES/messages.mo",
        "schemas/",
        "chalice/app",
        "pynamodb/models",
    ],
)
def test_what_the_functions_read_is_there(names: set[str], prefix: str) -> None:
    assert any(name.startswith(prefix) for name in names)


@pytest.mark.parametrize(
    "prefix", ["infra/", "tests/", "moto/", "boto3/", "chalicelib/web/locale/en/LC_MESSAGES/messages.po"]
)
def test_what_only_development_needs_is_not(names: set[str], prefix: str) -> None:
    missing_o = prefix.endswith(".po")
    assert not any(name == prefix if missing_o else name.startswith(prefix) for name in names)


def test_only_services_in_use_are_described(names: set[str]) -> None:
    services = {
        name.split("/")[2] for name in names if name.startswith("botocore/data/") and name.count("/") > 2
    }

    assert services == SERVICES


def test_nothing_is_left_to_compile_at_a_cold_start(names: set[str]) -> None:
    sources = {name for name in names if name.endswith(".py")}

    verifiers = {f"chalicelib/web/static/verify_{name}.py" for name in ("draw", "selection", "ratings")}
    assert sources == verifiers, "served to readers, not run by us"
    assert "app.pyc" in names


def test_compiled_modules_are_trusted_without_looking_for_their_sources(one_package: Package) -> None:
    compiled = (one_package.unpacked / "app.pyc").read_bytes()

    flags = int.from_bytes(compiled[4:8], "little")

    assert compiled[:4] == importlib.util.MAGIC_NUMBER
    assert flags == 0b01, "hash-based and unchecked (PEP 552)"


def test_every_botocore_client_in_use_starts_from_the_archive(one_package: Package) -> None:
    code = (
        "import sys; sys.path.insert(0, '.'); import botocore.session as s; session = s.get_session();"
        f"[session.create_client(name, region) for name in {sorted(SERVICES)}"
        " for region in ('us-east-1', 'cn-north-1')]"
    )

    result = subprocess.run(
        [sys.executable, "-I", "-S", "-B", "-c", code],
        cwd=one_package.unpacked,
        capture_output=True,
        text=True,
    )

    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("name", sorted(SCENARIOS))
def test_no_heavy_library_is_loaded_before_it_is_needed(one_package: Package, name: str) -> None:
    assert find_unwanted(one_package.unpacked, SCENARIOS[name]) == ()


def test_cold_starts_are_measured_against_the_unavoidable(one_package: Package) -> None:
    results = measure_cold_starts(one_package.unpacked, runs=1)

    assert [each.name for each in results] == list(SCENARIOS)
    assert all(each.ratio > 0.5 for each in results)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("botocore/data/dynamodb/2012-08-10/service-2.json.gz", True),
        ("botocore/data/ec2/2016-11-15/service-2.json.gz", False),
        ("botocore/data/partitions.json", True),
        ("joserfc-1.8.0.dist-info/licenses/LICENSE", True),
        ("joserfc-1.8.0.dist-info/RECORD", False),
        ("aws_lambda_powertools/logging/logger.py", True),
        ("aws_lambda_powertools/event_handler/api_gateway.py", False),
        ("jsonschema/tests/test_cli.py", False),
    ],
)
def test_trimming_keeps_what_runs_and_the_licences(name: str, kept: bool) -> None:
    assert is_kept(name) is kept
