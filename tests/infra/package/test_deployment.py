"""A deployment that could not work is refused before anything is built or uploaded."""

import copy
import json
from pathlib import Path

import pytest

from infra.packaging.environment import DeploymentError, check_deployment, environment_of, read_parameters
from tests.infra.package.conftest import Package


def _complaint(package: Package, **changes: str | None) -> str:
    given = {**package.parameters, **changes}
    with pytest.raises(DeploymentError) as refused:
        check_deployment(package.sam, {name: each for name, each in given.items() if each is not None})
    return str(refused.value)


def test_the_example_of_each_stage_works(package: Package) -> None:
    check_deployment(package.sam, package.parameters)

    environment = environment_of(package.sam, "Sealed", package.parameters)

    assert environment["DUTY"] == "sealed"
    assert environment["STAGE"] == package.stage
    assert environment["PUBLIC_URL"] == f"https://{package.parameters['DomainName']}"


def test_every_bad_parameter_is_named_at_once(one_package: Package) -> None:
    complaint = _complaint(
        one_package, DomainName=None, OidcIssuer="http://id.example.cn", SiteIcp="", Shop="x"
    )

    assert "DomainName is not set." in complaint
    assert "OidcIssuer must match" in complaint
    assert "SiteIcp is empty." in complaint
    assert "Shop is no parameter" in complaint


def test_a_stage_is_cn_or_global(one_package: Package) -> None:
    assert "Stage must be one of cn, global." in _complaint(one_package, Stage="local")


@pytest.mark.parametrize(
    ("setting", "value", "complaint"),
    [
        ("MARKET_LOCAL", "yes", "MARKET_LOCAL is for the local runtime"),
        ("DUTY", "all", "DUTY of Public must be one duty"),
        ("PUBLIC_URL", "http://market.example.cn", "PUBLIC_URL must be an https address."),
        ("SESSION_KEYS", "short", "SESSION_KEYS must be at least 32 characters"),
        ("STAGE", "staging", "STAGE must be one of"),
        ("OIDC_CLIENT_ID", "", "OIDC_CLIENT_ID is not set."),
    ],
)
def test_a_bad_setting_of_a_function_is_named(
    one_package: Package, setting: str, value: str, complaint: str
) -> None:
    template = copy.deepcopy(one_package.sam)
    template["Resources"]["Public"]["Properties"]["Environment"]["Variables"][setting] = value

    with pytest.raises(DeploymentError) as refused:
        check_deployment(template, one_package.parameters)

    assert complaint in str(refused.value)


@pytest.mark.parametrize("content", ["", "[]", json.dumps({"Parameter": {}})])
def test_a_parameter_file_that_is_none_is_named(tmp_path: Path, content: str) -> None:
    path = tmp_path / "deployment.json"
    path.write_text(content, "utf-8")

    with pytest.raises(DeploymentError, match=r"deployment\.json"):
        read_parameters(path)
