"""The environment of the local runtime: settings that a deployment would give, secrets of this machine.

What somebody sets on purpose stays; what would lead SDK calls to a real account is taken away.
"""

import json
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from chalicelib.settings import SettingsError, is_address
from infra.local.identity import API_AUDIENCE, BASE_PATH, CLIENT_ID
from infra.local.kept_files import kept
from infra.local.province import PATH as PROVINCE_PATH

DYNAMODB_ENDPOINT = "AWS_ENDPOINT_URL_DYNAMODB"
STREAMS_ENDPOINT = "AWS_ENDPOINT_URL_DYNAMODB_STREAMS"
FILES_PATH = "/dev/s3"
_LEAD_ELSEWHERE = (
    "AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_KMS", "AWS_ENDPOINT_URL_S3",
    "AWS_ENDPOINT_URL_SQS", "AWS_SESSION_TOKEN", "AWS_USE_FIPS_ENDPOINT", "AWS_USE_DUALSTACK_ENDPOINT",
    "AWS_LAMBDA_FUNCTION_NAME", "MARKET_LOCAL",
)  # fmt: skip
_SECRETS = ("SESSION_KEYS", "CURSOR_KEY", "TEXT_PROVIDER_KEY", "UPWARD_KEY")


def local_environment(given: Mapping[str, str], *, public_url: str, folder: Path) -> dict[str, str]:
    """Return the whole environment of the process; secrets are made once and kept in the folder.

    Raises:
        SettingsError: when DynamoDB's endpoint is no address.
        KeptFileError: when the secrets of an earlier start cannot be used.
    """
    environment = {
        name: value for name, value in given.items() if name not in _LEAD_ELSEWHERE and value.strip()
    }
    endpoint = environment.get(DYNAMODB_ENDPOINT)
    defaults = {
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_EC2_METADATA_DISABLED": "true",
        "MARKET_LOCAL": "yes",
        "PUBLIC_URL": public_url,
        "OIDC_CLIENT_ID": CLIENT_ID,
        "OIDC_API_AUDIENCE": API_AUDIENCE,
        "FILES_URL": FILES_PATH,
        "SITE_ICP": "鲁ICP备00000000号-1（演示）",
        "SITE_POLICE_RECORD": "鲁公网安备00000000000000号（演示）",
        **_kept_secrets(folder / "secrets.json"),
    }
    if endpoint:
        if not is_address(endpoint):
            raise SettingsError(f"{DYNAMODB_ENDPOINT} must be an http or https address.")
        # A real endpoint may ask for real credentials; its streams are usually behind the same address.
        defaults[STREAMS_ENDPOINT] = endpoint
        defaults |= {"AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local"}
    environment = {**defaults, **environment}
    # The issuer is ours: a bad address of the site is said once, of the setting that holds it.
    site = environment["PUBLIC_URL"] if is_address(environment["PUBLIC_URL"]) else public_url
    environment.setdefault("OIDC_ISSUER", site.rstrip("/") + BASE_PATH)
    environment.setdefault("UPWARD_URL", site.rstrip("/") + PROVINCE_PATH)
    if not endpoint:
        environment |= {"AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local"}
        environment |= {"AWS_CONFIG_FILE": os.devnull, "AWS_SHARED_CREDENTIALS_FILE": os.devnull}
    return environment


def _kept_secrets(path: Path) -> dict[str, str]:
    """Read the secrets, or make them."""
    return kept(path, _made_secrets, _read_secrets)


def _made_secrets() -> str:
    return json.dumps({name: secrets.token_urlsafe(48) for name in _SECRETS})


def _read_secrets(text: str) -> dict[str, str]:
    # Folders made before they were needed lack the later ones.
    later = {name: secrets.token_urlsafe(48) for name in ("TEXT_PROVIDER_KEY", "UPWARD_KEY")}
    found = {**later, **dict(json.loads(text))}
    return {name: str(found[name]) for name in _SECRETS}
