"""One build of each stage for the whole test run; parallel workers share it."""

import fcntl
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from samtranslator.translator.transform import transform

from infra.package import build
from infra.packaging.environment import read_parameters
from infra.packaging.merge import AWS_FOLDER, duties_of

STAGES = ("cn", "global")


@dataclass(frozen=True)
class Package:
    stage: str
    folder: Path
    sam: dict[str, Any]
    parameters: dict[str, str]

    @property
    def archive(self) -> Path:
        return self.folder / "deployment.zip"

    @property
    def unpacked(self) -> Path:
        return self.folder / "unpacked"

    @property
    def resources(self) -> dict[str, Any]:
        return self.sam["Resources"]


@pytest.fixture(scope="session")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Package]]:
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        with (shared / "package.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            made = {stage: _build(stage, shared / "package" / stage) for stage in STAGES}
        yield made


@pytest.fixture(scope="session", params=STAGES)
def package(request: pytest.FixtureRequest, packages: dict[str, Package]) -> Package:
    return packages[request.param]


@pytest.fixture(scope="session")
def one_package(packages: dict[str, Package]) -> Package:
    """For what cannot differ between the stages."""
    return packages["cn"]


def _build(stage: str, folder: Path) -> Package:
    parameters = read_parameters(AWS_FOLDER / "deployments" / f"{stage}.example.json")
    if not (folder / "deployment.zip").exists():
        build(stage, folder, parameters)
    return Package(stage, folder, yaml.safe_load((folder / "sam.yaml").read_text("utf-8")), parameters)


@pytest.fixture(scope="session")
def plain(package: Package) -> dict[str, Any]:
    """The template after the SAM transform, as CloudFormation sees it."""
    return to_plain(package.sam)


def to_plain(sam: dict[str, Any]) -> dict[str, Any]:
    uploaded = yaml.safe_load(yaml.safe_dump(sam))
    for resource in uploaded["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Function":
            resource["Properties"]["CodeUri"] = "s3://release/deployment.zip"
        if resource["Type"] == "AWS::Serverless::LayerVersion":
            resource["Properties"]["ContentUri"] = "s3://release/documents.zip"
    return transform(uploaded, {}, _NoManagedPolicies())


def statements_of(package: Package, duty: str) -> list[dict[str, Any]]:
    """The statements of the role under which a duty runs."""
    (name,) = [name for name, each in duties_of(package.sam).items() if each == duty]
    policies = package.resources[f"{name}Role"]["Properties"]["Policies"]
    return [statement for policy in policies for statement in policy["PolicyDocument"]["Statement"]]


class _NoManagedPolicies:
    def load(self) -> dict[str, str]:
        return {}
