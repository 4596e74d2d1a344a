import stat

import pytest

from chalicelib.settings import SettingsError, load_settings
from infra.local.environment import local_environment

URL = "http://localhost:8000"


@pytest.fixture
def environment(tmp_path):
    def make(**given):
        return local_environment(given, public_url=URL, folder=tmp_path)

    return make


def test_an_empty_environment_makes_usable_local_settings(environment):
    settings = load_settings(environment())

    assert settings.local is True
    assert settings.oidc.issuer == "http://localhost:8000/dev/oidc"


def test_secrets_are_made_once_and_only_their_owner_may_read_them(environment, tmp_path):
    first, second = environment(), environment()

    assert first["SESSION_KEYS"] == second["SESSION_KEYS"] != first["CURSOR_KEY"]
    assert stat.S_IMODE((tmp_path / "secrets.json").stat().st_mode) == 0o600


def test_what_somebody_sets_on_purpose_stays_and_is_checked(environment):
    assert load_settings(environment(DIVISION="370100")).division == "370100"
    with pytest.raises(SettingsError, match="DIVISION"):
        load_settings(environment(DIVISION="Weifang"))


def test_nothing_of_a_real_account_gets_in(environment):
    made = environment(
        AWS_PROFILE="work",
        AWS_ACCESS_KEY_ID="AKIAREAL",
        AWS_SECRET_ACCESS_KEY="real",
        AWS_SESSION_TOKEN="real",
        AWS_ENDPOINT_URL_S3="https://s3.example",
    )

    assert not {"AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_ENDPOINT_URL_S3"} & made.keys()
    assert made["AWS_ACCESS_KEY_ID"] == "local"


def test_another_dynamodb_keeps_its_credentials_and_its_streams_are_behind_the_same_address(environment):
    made = environment(AWS_ENDPOINT_URL_DYNAMODB="http://localhost:4566", AWS_ACCESS_KEY_ID="x")

    assert made["AWS_ENDPOINT_URL_DYNAMODB_STREAMS"] == "http://localhost:4566"
    assert made["AWS_ACCESS_KEY_ID"] == "x"
    assert made["AWS_SECRET_ACCESS_KEY"] == "local"


@pytest.mark.parametrize("endpoint", ["garbage", "ftp://localhost:8000", "http://[", "http://:80"])
def test_an_endpoint_that_is_no_address_is_refused(environment, endpoint):
    with pytest.raises(SettingsError, match="AWS_ENDPOINT_URL_DYNAMODB must be an http or https address"):
        environment(AWS_ENDPOINT_URL_DYNAMODB=endpoint)


def test_an_empty_endpoint_is_none(environment):
    made = environment(AWS_ENDPOINT_URL_DYNAMODB=" ")

    assert "AWS_ENDPOINT_URL_DYNAMODB" not in made
    assert made["AWS_ACCESS_KEY_ID"] == "local"
