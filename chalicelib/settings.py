"""Every setting of the process, read once from the environment and checked all together.

This is the only module that looks at the environment. A bad setting stops the start with one sentence
a line, each naming the setting. Whoever signs nothing and lets nobody in is not given keys for it: only the
HTTP duties know the secrets of cookies and cursors, and the issuer.
"""

import json
import os
import re
from collections.abc import Callable, Mapping
from ipaddress import ip_network
from pathlib import Path

from chalicelib.kernel.actors import Role
from chalicelib.kernel.records import dataclass

ADDRESS = re.compile(r"(?P<scheme>https?)://(\[[0-9a-fA-F:.]+\]|[^\s/:?#@\[\]]+)(:[0-9]{1,5})?(/\S*)?")
PROFILES = Path(__file__).parent / "profiles"


class SettingsError(Exception):
    """The environment does not hold a usable configuration; the text names every bad setting."""


@dataclass(frozen=True, slots=True)
class Oidc:
    """What a deployment knows of its issuer; empty endpoints are discovered, empty role words are ours."""

    issuer: str
    client_id: str
    client_secret: str
    api_audience: str
    api_audience_claim: str
    authorization_endpoint: str
    token_endpoint: str
    keys_endpoint: str
    end_session_endpoint: str
    claim_subject: str
    claim_org: str
    claim_org_name: str
    claim_roles: str
    claim_role_values: Mapping[str, Role]
    claim_name: str

    @property
    def is_one_audience(self) -> bool:
        """Tell whether an id token would pass for an access token."""
        return self.api_audience_claim == "aud" and self.api_audience == self.client_id


@dataclass(frozen=True, slots=True)
class MainlandSettings:
    """Our account at the mainland provider; `templates` are its approved contents by their codes there."""

    url: str
    key_id: str
    key_secret: str
    templates: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class TextSettings:
    """Who sends text messages, how they are signed, and where their links begin (blank: at the site)."""

    provider: str
    signature: str
    key: str
    """By which the provider signs what it reports; blank where none does."""
    link_base: str
    mainland: "MainlandSettings"


@dataclass(frozen=True, slots=True)
class UpwardSettings:
    """Where every rating is reported to, blank where to nobody, and the key that signs the calls."""

    url: str
    key: str


@dataclass(frozen=True, slots=True)
class Settings:
    """What a deployment decides. Keys, queues and buckets are named by role; figures are rule profiles."""

    duty: str
    stage: str
    region: str
    table_prefix: str
    public_url: str
    local: bool
    division: str
    site_name: str
    site_city: str
    site_name_en: str
    site_city_en: str
    hotline: str
    consult_phone: str
    icp_record: str
    police_record: str
    release: str
    session_keys: tuple[str, ...]
    cursor_key: str
    oidc: Oidc
    key_alias_prefix: str
    bucket_prefix: str
    queue_prefix: str
    files_url: str
    texts: TextSettings
    upward: UpwardSettings
    drand_url: str
    rule_profile: str
    rating_profile: str
    staff_networks: frozenset[str]
    """Networks of the halls' staff, as they are kept with a rating: three numbers, or the /48 of IPv6."""

    @property
    def tls(self) -> bool:
        """Tell whether the site is reached over TLS, which decides the cookies' names and flags."""
        return self.public_url.startswith("https://")


def load_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings.

    Raises:
        SettingsError: naming every setting that is missing or bad.
    """
    reader = _Reader(os.environ if environ is None else environ)
    local = reader.text("MARKET_LOCAL", default="", check=reader.only_on_ones_own_machine) == "yes"
    duty = reader.text("DUTY", default="all" if local else None, check=_one_of(("all",) if local else DUTIES))
    # An event duty does without; an HTTP duty that lacks one does not start.
    http_only = None if duty in HTTP_DUTIES else ""
    settings = Settings(
        duty=duty,
        stage=reader.text(
            "STAGE", default="local" if local else None, check=_one_of(("cn", "global", "local"))
        ),
        region=_read_region(reader),
        table_prefix=reader.text("TABLE_PREFIX", default="market", check=_name("[A-Za-z0-9_.-]{1,200}")),
        public_url=reader.text("PUBLIC_URL", check=_address(local)).rstrip("/"),
        local=local,
        division=reader.text("DIVISION", default="370700", check=_division),
        site_name=reader.text("SITE_NAME", default="网上中介服务超市"),
        site_city=reader.text("SITE_CITY", default="潍坊"),
        site_name_en=reader.text("SITE_NAME_EN", default="Intermediary Services Marketplace"),
        site_city_en=reader.text("SITE_CITY_EN", default="Weifang"),
        hotline=reader.text("SITE_HOTLINE", default="12345"),
        consult_phone=reader.text("SITE_CONSULT_PHONE", default="0536-8080100"),
        icp_record=reader.text("SITE_ICP", default="" if local else None),
        police_record=reader.text("SITE_POLICE_RECORD", default=""),
        release=reader.text("RELEASE", default="dev"),
        session_keys=_parts(reader.text("SESSION_KEYS", default=http_only, check=_secret)),
        cursor_key=reader.text("CURSOR_KEY", default=http_only, check=_secret),
        oidc=_read_oidc(reader, http_only, _address(local)),
        key_alias_prefix=reader.text(
            "KEY_ALIAS_PREFIX", default="alias/market", check=_name("alias/[A-Za-z0-9/_-]{1,200}")
        ),
        bucket_prefix=reader.text("BUCKET_PREFIX", default="market", check=_name("[a-z0-9][a-z0-9.-]{0,47}")),
        queue_prefix=reader.text("QUEUE_PREFIX", default="market", check=_name("[A-Za-z0-9_-]{1,60}")),
        files_url=reader.text("FILES_URL", default="", check=_files_url(local)).rstrip("/"),
        texts=_read_texts(reader, duty, _address(local)),
        upward=_read_upward(reader, duty, _address(local)),
        drand_url=reader.text("DRAND_URL", default="", check=_address(local)).rstrip("/"),
        rule_profile=reader.text("RULE_PROFILE", default="WF-MARKET-1", check=_profile("*-MARKET-*.json")),
        rating_profile=reader.text("RATING_PROFILE", default="SD-WF", check=_profile("ratings/*.json")),
        staff_networks=_networks(reader.text("STAFF_NETWORKS", default="", check=_network_fault)),
    )
    reader.finish()
    return settings


def _read_region(reader: "_Reader") -> str:
    default = reader.text("AWS_DEFAULT_REGION", default="us-east-1", check=_region)
    return reader.text("AWS_REGION", default=default, check=_region)


def _read_texts(reader: "_Reader", duty: str, address: "Check") -> TextSettings:
    provider = reader.text("TEXT_MESSAGES", default="none", check=_one_of(("none", "sns", "mainland")))
    # Only the duty that texts knows the account; the others know whether anybody can be texted.
    needed = None if provider == "mainland" and duty in TEXTING_DUTIES else ""
    return TextSettings(
        provider=provider,
        mainland=MainlandSettings(
            url=reader.text("MAINLAND_URL", default=MAINLAND_URL, check=address),
            key_id=reader.text("MAINLAND_KEY_ID", default=needed),
            key_secret=reader.text("MAINLAND_KEY_SECRET", default=needed),
            templates=_templates(reader.text("MAINLAND_TEMPLATES", default=needed, check=_template_fault)),
        ),
        signature=reader.text("TEXT_SIGNATURE", default="潍坊政务", check=_signature),
        key=reader.text("TEXT_PROVIDER_KEY", default="", check=_secret),
        link_base=reader.text("LINK_BASE", default="", check=address).rstrip("/"),
    )


def _read_upward(reader: "_Reader", duty: str, address: "Check") -> UpwardSettings:
    url = reader.text("UPWARD_URL", default="", check=address).rstrip("/")
    # Only the duty that reports knows the key; the desk shows whether there is an address.
    is_needed = bool(url) and duty in REPORTING_DUTIES
    return UpwardSettings(url, reader.text("UPWARD_KEY", default=None if is_needed else "", check=_secret))


def _read_oidc(reader: "_Reader", http_only: str | None, check: "Check") -> Oidc:
    text = reader.text
    oidc = Oidc(
        issuer=text("OIDC_ISSUER", default=http_only, check=check),
        client_id=text("OIDC_CLIENT_ID", default=http_only),
        client_secret=text("OIDC_CLIENT_SECRET", default=""),
        api_audience=text("OIDC_API_AUDIENCE", default="market-api"),
        api_audience_claim=text("OIDC_API_AUDIENCE_CLAIM", default="aud"),
        authorization_endpoint=text("OIDC_AUTHORIZATION_ENDPOINT", default="", check=check),
        token_endpoint=text("OIDC_TOKEN_ENDPOINT", default="", check=check),
        keys_endpoint=text("OIDC_KEYS_ENDPOINT", default="", check=check),
        end_session_endpoint=text("OIDC_END_SESSION_ENDPOINT", default="", check=check),
        claim_subject=text("CLAIM_SUBJECT", default="sub"),
        claim_org=text("CLAIM_ORG", default="org"),
        claim_org_name=text("CLAIM_ORG_NAME", default="org_name"),
        claim_roles=text("CLAIM_ROLES", default="roles"),
        claim_role_values=read_role_values(text("CLAIM_ROLE_VALUES", default="", check=_role_values)),
        claim_name=text("CLAIM_NAME", default="name"),
    )
    if oidc.is_one_audience:
        reader.complain("OIDC_API_AUDIENCE must differ from OIDC_CLIENT_ID, or another claim must name it.")
    return oidc


DUTIES = (
    "all", "public", "resident", "sealed", "desk", "timers", "digests", "catalogues", "reminders",
    "projector", "effects", "messages", "opening", "drawing", "lifecycle", "invitations", "orders", "upward",
    "files",
)  # fmt: skip
"""`all` is the local runtime, where one process has every duty; the package refuses it."""

MAINLAND_URL = "https://dysmsapi.aliyuncs.com"
TEXTING_DUTIES = frozenset({"all", "invitations"})
"""Who texts those who were served."""

REPORTING_DUTIES = frozenset({"all", "upward"})
"""Who calls the provincial system."""

HTTP_DUTIES = frozenset({"all", "public", "resident", "sealed", "desk"})
"""Who answers people: signs cookies and cursors and knows the issuer."""


Check = Callable[[str], str | None]
"""Returns what is wrong with a value, or None."""


class _Reader:
    """Collects every complaint before it speaks."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ
        self._complaints: list[str] = []

    def text(self, name: str, *, default: str | None = None, check: Check | None = None) -> str:
        value = self._environ.get(name, "").strip()
        if not value:
            if default is None:
                self._complaints.append(f"{name} is not set.")
            return default or ""
        complaint = check(value) if check else None
        if complaint:
            self.complain(f"{name} {complaint}")
            return default or ""
        return value

    def complain(self, sentence: str) -> None:
        """Remember a sentence about settings that each look right."""
        self._complaints.append(sentence)

    def only_on_ones_own_machine(self, _value: str) -> str | None:
        """Complain on Lambda, which always names its function: there the local clock would be movable."""
        on_lambda = self._environ.get("AWS_LAMBDA_FUNCTION_NAME")
        return "is for the local runtime and must not be set on AWS." if on_lambda else None

    def finish(self) -> None:
        if self._complaints:
            raise SettingsError("\n".join(self._complaints))


def _parts(value: str) -> tuple[str, ...]:
    return tuple(part for part in value.split(",") if part)


def _one_of(values: tuple[str, ...]) -> Check:
    return lambda value: None if value in values else f"must be one of {', '.join(values)}."


def _name(pattern: str) -> Check:
    """Names the services would refuse, or the session before them, are told of the setting they stand in."""
    return lambda value: None if re.fullmatch(pattern, value) else f"must be of the form {pattern}."


def _region(value: str) -> str | None:
    return None if re.fullmatch(r"[a-z]{2}(-[a-z]+)+-[0-9]", value) else "must be a region such as us-east-1."


def is_address(value: str, schemes: tuple[str, ...] = ("http", "https")) -> bool:
    """Tell whether a text is an absolute web address.

    >>> is_address("http://localhost:8000/dev"), is_address("ftp://z"), is_address("garbage")
    (True, False, False)
    """
    found = ADDRESS.fullmatch(value)
    return found is not None and found["scheme"] in schemes


def _address(local: bool) -> Check:
    if local:
        return lambda value: None if is_address(value) else "must be an http or https address."
    return lambda value: None if is_address(value, ("https",)) else "must be an https address."


def _files_url(local: bool) -> Check:
    """On one's own machine files may also lie on a path of the site itself."""
    return lambda value: None if local and re.fullmatch(r"/[^/\s]\S*", value) else _address(local)(value)


def read_role_values(text: str) -> dict[str, Role]:
    """Read an issuer's words for our roles: `theirs=ours`, separated by commas.

    >>> read_role_values("Market Supervision=supervisor")
    {'Market Supervision': <Role.SUPERVISOR: 'supervisor'>}

    Raises:
        ValueError: when a pair names no role of ours, or a word stands twice.
    """
    pairs = [pair.rpartition("=") for pair in text.split(",") if pair.strip()]
    words = {theirs.strip(): Role(ours.strip()) for theirs, _, ours in pairs}
    if len(words) < len(pairs) or "" in words:
        raise ValueError(text)
    return words


def _role_values(value: str) -> str | None:
    try:
        read_role_values(value)
    except ValueError:
        return f"must be pairs like Supervision=supervisor, each word once; our roles are {', '.join(Role)}."
    return None


def _profile(pattern: str) -> Check:
    """Name the profiles there are to whoever names another one."""
    return _one_of(tuple(sorted(path.stem for path in PROFILES.glob(pattern))))


def _templates(value: str) -> dict[str, str]:
    return dict(json.loads(value)) if value else {}


def _template_fault(value: str) -> str | None:
    try:
        found = json.loads(value)
    except ValueError:
        found = None
    is_table = isinstance(found, dict) and bool(found) and all(isinstance(one, str) for one in found.values())
    return None if is_table else 'must be JSON like {"SMS_1": "approved content with ${variables}"}.'


def _networks(value: str) -> frozenset[str]:
    parts = (part.strip() for part in value.split(",") if part.strip())
    try:
        return frozenset(_kept_network(part) for part in parts)
    except ValueError:
        return frozenset()  # the complaint is on record


def _kept_network(text: str) -> str:
    network = ip_network(text)
    if network.prefixlen != (24 if network.version == 4 else 48):
        raise ValueError(text)
    address = str(network.network_address)
    return address.rpartition(".")[0] if network.version == 4 else address


def _network_fault(value: str) -> str | None:
    try:
        for part in value.split(","):
            _kept_network(part.strip())
    except ValueError:
        return "must be networks like 203.0.113.0/24 or 2001:db8:1::/48, separated by commas."
    return None


def _signature(value: str) -> str | None:
    """Hold a signature to what carriers take (evaluation.md §7.7)."""
    return None if 2 <= len(value) <= 8 else "must be of two to eight characters."


def _division(value: str) -> str | None:
    return None if re.fullmatch(r"[0-9]{6}", value) else "must be a six-digit administrative division."


def _secret(value: str) -> str | None:
    short = any(len(part) < 32 for part in value.split(","))
    return "must be at least 32 characters (several are separated by commas)." if short else None
