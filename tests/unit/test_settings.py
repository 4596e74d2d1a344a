import pytest

from chalicelib.settings import DUTIES, HTTP_DUTIES, SettingsError, load_settings

EVENT_DUTIES = sorted(set(DUTIES) - HTTP_DUTIES)
DEPLOYED = {"STAGE": "global", "PUBLIC_URL": "https://market.example", "SITE_ICP": "-"}
LETTING_PEOPLE_IN = {
    "SESSION_KEYS": "s" * 32,
    "CURSOR_KEY": "c" * 32,
    "OIDC_ISSUER": "https://id.example",
    "OIDC_CLIENT_ID": "market",
}


@pytest.mark.parametrize("duty", EVENT_DUTIES)
def test_an_event_duty_needs_no_key_of_cookies_and_no_issuer(duty: str) -> None:
    settings = load_settings({**DEPLOYED, "DUTY": duty})

    assert (settings.session_keys, settings.cursor_key, settings.oidc_issuer) == ((), "", "")


@pytest.mark.parametrize("duty", sorted(HTTP_DUTIES))
@pytest.mark.parametrize("name", sorted(LETTING_PEOPLE_IN))
def test_an_http_duty_does_not_start_without_any_of_them(duty: str, name: str) -> None:
    given = {**DEPLOYED, **LETTING_PEOPLE_IN, "DUTY": duty}
    assert load_settings(given).session_keys == ("s" * 32,)

    del given[name]

    with pytest.raises(SettingsError, match=f"{name} is not set"):
        load_settings(given)


def test_the_local_runtime_is_refused_on_lambda() -> None:
    local = {**DEPLOYED, **LETTING_PEOPLE_IN, "MARKET_LOCAL": "yes"}
    assert load_settings(local).local

    with pytest.raises(SettingsError, match="MARKET_LOCAL is for the local runtime"):
        load_settings({**local, "AWS_LAMBDA_FUNCTION_NAME": "market-public"})
