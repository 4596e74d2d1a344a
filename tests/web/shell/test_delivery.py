"""Static files, headers and the cost of the shell."""

import gzip
import re
import subprocess
import sys
from pathlib import Path

import pytest

from chalicelib.kernel.errors import NotFound, Unavailable
from chalicelib.web.assets import STATIC_FOLDER, asset_url, find_asset, serve_asset
from chalicelib.web.headers import content_security_policy, page_cache, retry_headers, security_headers

ROOT = Path(__file__).parents[3]


def test_an_asset_lives_under_its_hash_and_is_kept_for_ever() -> None:
    _, _, hash_, name = asset_url("site.css").split("/")

    asset, cache = serve_asset(hash_, name)

    assert asset.content_type == "text/css; charset=utf-8"
    assert "immutable" in cache


def test_an_old_hash_gets_the_present_file_but_must_ask_again() -> None:
    asset, cache = serve_asset("0" * 16, "site.js")

    assert (asset.body, cache) == ((STATIC_FOLDER / "site.js").read_bytes(), "no-cache")


@pytest.mark.parametrize("name", ["../render.py", "..", "", ".", "site.css/", "%2e%2e/render.py", "SITE.CSS"])
def test_nothing_outside_the_folder_is_served(name: str) -> None:
    with pytest.raises(NotFound):
        find_asset(name)


@pytest.mark.parametrize(("name", "limit"), [("site.css", 40_000), ("site.js", 10_000)])
def test_the_shell_stays_light(name: str, limit: int) -> None:
    body = find_asset(name).body

    assert len(body) < limit
    assert len(gzip.compress(body)) < limit / 3


def test_the_style_sheet_loads_nothing_from_elsewhere() -> None:
    sheet = (STATIC_FOLDER / "site.css").read_text(encoding="utf-8")

    assert not re.search(r"url\(|@import", sheet)


def test_the_policy_allows_our_own_files_and_nothing_inline() -> None:
    directives = content_security_policy(https=True).split("; ")
    policy = {name: value for name, _, value in (directive.partition(" ") for directive in directives)}

    assert policy["default-src"] == "'none'"
    assert {
        policy[name] for name in ("script-src", "style-src", "img-src", "connect-src", "form-action")
    } == {"'self'"}
    assert {policy[name] for name in ("frame-ancestors", "base-uri")} == {"'none'"}
    assert "unsafe" not in str(policy)


def test_only_https_promises_https() -> None:
    assert "Strict-Transport-Security" in security_headers(https=True)
    assert "Strict-Transport-Security" not in security_headers(https=False)


def test_a_form_may_lead_to_the_identity_provider_when_it_is_named() -> None:
    assert "form-action 'self' https://id.example;" in content_security_policy(
        ["https://id.example"], https=True
    )


def test_what_belongs_to_a_person_is_never_stored() -> None:
    assert page_cache(signed_in=True, https=True)["Cache-Control"] == "no-store"
    assert page_cache(signed_in=False, https=True)["Cache-Control"].startswith("public")


def test_a_public_page_is_not_kept_where_the_clock_can_be_moved() -> None:
    assert page_cache(signed_in=False, https=False)["Cache-Control"] == "no-cache"


def test_a_public_page_is_never_older_than_the_thirty_seconds_it_may_be_kept() -> None:
    assert "stale" not in page_cache(signed_in=False, https=True)["Cache-Control"]


def test_a_refusal_that_time_mends_says_when_to_come_back() -> None:
    assert retry_headers(Unavailable(retry_after_seconds=30)) == {"Retry-After": "30"}
    assert retry_headers(NotFound()) == {}


def test_importing_the_shell_loads_neither_jinja_nor_jsonschema() -> None:
    code = (
        "import sys; from chalicelib.web import problems, render, validation;"
        "print({'jinja2', 'jsonschema'} & set(sys.modules))"
    )

    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)

    assert shown.stdout.strip() == "set()"
