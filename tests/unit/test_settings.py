import pytest

from chalicelib.kernel.actors import Role
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

    assert (settings.session_keys, settings.cursor_key, settings.oidc.issuer) == ((), "", "")


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


LOCAL = {**LETTING_PEOPLE_IN, "MARKET_LOCAL": "yes", "PUBLIC_URL": "http://localhost:8000"}


@pytest.mark.parametrize(
    ("name", "value", "complaint"),
    [
        ("RULE_PROFILE", "WF-MARKET-9", "must be one of WF-MARKET-1"),
        ("RULE_PROFILE", "SERVICE-TYPES-1", "must be one of WF-MARKET-1"),
        ("RULE_PROFILE", "../settings", "must be one of WF-MARKET-1"),
        ("OIDC_ISSUER", "garbage", "must be an https address"),
        ("OIDC_ISSUER", "http://id.example", "must be an https address"),
        ("OIDC_KEYS_ENDPOINT", "id.example/keys", "must be an https address"),
        ("PUBLIC_URL", "https://", "must be an https address"),
        ("PUBLIC_URL", "https://a b", "must be an https address"),
        ("FILES_URL", "nonsense", "must be an https address"),
        ("FILES_URL", "/dev/s3", "must be an https address"),
        ("OIDC_API_AUDIENCE", "market", "must differ from OIDC_CLIENT_ID"),
        ("AWS_REGION", "garb/age", "must be a region"),
        ("AWS_DEFAULT_REGION", "bad region", "must be a region"),
        ("TABLE_PREFIX", "bad prefix", "must be of the form"),
        ("KEY_ALIAS_PREFIX", "market", "must be of the form alias/"),
        ("BUCKET_PREFIX", "Market", "must be of the form"),
        ("QUEUE_PREFIX", "a.b", "must be of the form"),
        ("CLAIM_ROLE_VALUES", "Supervision=boss", "must be pairs like"),
        ("CLAIM_ROLE_VALUES", "Supervision", "must be pairs like"),
        ("CLAIM_ROLE_VALUES", "A=supervisor,A=department", "must be pairs like"),
    ],
)
def test_a_deployed_setting_that_could_never_work_is_refused_in_one_sentence(
    name: str, value: str, complaint: str
) -> None:
    with pytest.raises(SettingsError, match=complaint) as refusal:
        load_settings({**DEPLOYED, **LETTING_PEOPLE_IN, "DUTY": "desk", name: value})

    assert str(refusal.value).startswith(name)
    assert "\n" not in str(refusal.value)


def test_the_default_audience_as_the_client_is_refused() -> None:
    with pytest.raises(SettingsError, match="OIDC_API_AUDIENCE must differ"):
        load_settings({**DEPLOYED, **LETTING_PEOPLE_IN, "DUTY": "desk", "OIDC_CLIENT_ID": "market-api"})


def test_every_bad_local_setting_is_told_at_once() -> None:
    bad = {
        "DUTY": "desk",
        "PUBLIC_URL": "ftp://z",
        "OIDC_ISSUER": "garbage",
        "FILES_URL": "nonsense",
        "RULE_PROFILE": "NOPE",
    }

    with pytest.raises(SettingsError) as refusal:
        load_settings({**LOCAL, **bad})

    assert [line.split()[0] for line in str(refusal.value).splitlines()] == list(bad)


@pytest.mark.parametrize("url", ["http://localhost:8000", "http://[::1]:8000", "https://192.0.2.1/site"])
def test_a_local_site_may_have_any_web_address(url: str) -> None:
    assert load_settings({**LOCAL, "PUBLIC_URL": url, "FILES_URL": "/dev/s3"}).public_url == url


def test_the_issuers_words_for_roles_are_read() -> None:
    given = {"CLAIM_ROLE_VALUES": "Market Supervision=supervisor, Review = operator_reviewer"}

    words = load_settings({**LOCAL, **given}).oidc.claim_role_values

    assert words == {"Market Supervision": Role.SUPERVISOR, "Review": Role.OPERATOR_REVIEWER}


MAINLAND = {
    **DEPLOYED,
    "DUTY": "invitations",
    "TEXT_MESSAGES": "mainland",
    "MAINLAND_KEY_ID": "id",
    "MAINLAND_KEY_SECRET": "secret",
    "MAINLAND_TEMPLATES": '{"SMS_1": "您的业务已办结,请评价:https://pj.example.cn/r/${code}"}',
}


def test_who_texts_through_the_mainland_provider_knows_its_account_and_nobody_else_needs_it() -> None:
    texts = load_settings(MAINLAND).texts
    others = {name: value for name, value in MAINLAND.items() if not name.startswith("MAINLAND")}

    assert (texts.mainland.key_id, list(texts.mainland.templates)) == ("id", ["SMS_1"])
    assert texts.mainland.url == "https://dysmsapi.aliyuncs.com"
    assert load_settings({**others, "DUTY": "lifecycle"}).texts.provider == "mainland"


@pytest.mark.parametrize(
    ("changed", "complaint"),
    [
        ({"MAINLAND_KEY_ID": ""}, "MAINLAND_KEY_ID is not set"),
        ({"MAINLAND_KEY_SECRET": ""}, "MAINLAND_KEY_SECRET is not set"),
        ({"MAINLAND_TEMPLATES": ""}, "MAINLAND_TEMPLATES is not set"),
        ({"MAINLAND_TEMPLATES": "SMS_1"}, "MAINLAND_TEMPLATES must be JSON"),
        ({"MAINLAND_TEMPLATES": "{}"}, "MAINLAND_TEMPLATES must be JSON"),
        ({"TEXT_MESSAGES": "pigeon"}, "TEXT_MESSAGES must be one of none, sns, mainland"),
    ],
)
def test_a_provider_that_could_not_send_stops_the_start_with_the_name_of_the_setting(
    changed: dict[str, str], complaint: str
) -> None:
    with pytest.raises(SettingsError, match=complaint):
        load_settings({**MAINLAND, **changed})


def test_only_the_duty_that_reports_needs_the_key_of_the_provincial_system() -> None:
    given = {**DEPLOYED, "UPWARD_URL": "https://province.example/if"}

    assert load_settings({**given, "DUTY": "lifecycle"}).upward.url == "https://province.example/if"
    assert load_settings({**given, "DUTY": "upward", "UPWARD_KEY": "k" * 32}).upward.key == "k" * 32
    with pytest.raises(SettingsError, match="UPWARD_KEY is not set"):
        load_settings({**given, "DUTY": "upward"})
    with pytest.raises(SettingsError, match="UPWARD_URL must be an https address"):
        load_settings({**given, "DUTY": "lifecycle", "UPWARD_URL": "http://province.example"})


def test_networks_of_the_staff_are_read_as_ratings_keep_them() -> None:
    given = {**DEPLOYED, "DUTY": "invitations", "STAFF_NETWORKS": "203.0.113.0/24, 2001:db8:1::/48"}

    assert load_settings(given).staff_networks == {"203.0.113", "2001:db8:1::"}
    with pytest.raises(SettingsError, match="STAFF_NETWORKS must be networks like"):
        load_settings({**given, "STAFF_NETWORKS": "203.0.113.7"})
