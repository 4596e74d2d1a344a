"""A page's policy lets its upload form go where the form is presigned for, and to no other bucket of S3."""

from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib
import pytest

from chalicelib.gateways.clients import Clients
from chalicelib.gateways.files import UPLOAD_PURPOSES, S3Files, upload_addresses
from chalicelib.gateways.scanning import SignatureScanner
from chalicelib.kernel.actors import Role
from infra.local.http_event import Answer
from infra.local.people import find_person
from infra.local.runtime import Runtime
from tests.factories.notices import MONDAY
from tests.web.ratings.conftest import Hall, person_of

FILES_URL = "https://files.example"
XHTML = "{http://www.w3.org/1999/xhtml}"


def form_targets(answer: Answer) -> list[str]:
    policy = str(answer.header("Content-Security-Policy")).split("; ")
    (targets,) = [each for each in policy if each.startswith("form-action ")]
    return targets.split()[1:]


def upload_form(answer: Answer) -> Element:
    forms: list[Element] = html5lib.parse(answer.text).findall(f".//{XHTML}form")
    (found,) = [form for form in forms if form.get("enctype") == "multipart/form-data"]
    return found


@pytest.mark.parametrize("region", ["cn-north-1", "cn-northwest-1", "us-east-1", "eu-central-1"])
def test_the_policy_names_the_addresses_that_are_presigned(
    region: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "x")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "x")
    files = S3Files(Clients(region), "m-cn", SignatureScanner(), lambda _: None, lambda: MONDAY)

    presigned = [
        files.begin_upload(purpose, 100, "https://market.example/").url for purpose in UPLOAD_PURPOSES
    ]

    assert list(upload_addresses(region, "m-cn")) == presigned


@pytest.fixture
def behind_a_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Runtime]:
    monkeypatch.setenv("FILES_URL", FILES_URL)
    with Runtime(tmp_path, starts_at=MONDAY, ticking=False) as runtime:
        yield runtime


def test_a_page_lets_its_upload_form_go_to_its_bucket_and_not_anywhere_there(behind_a_name: Runtime) -> None:
    page = behind_a_name.get("/department/nominations", as_=find_person(Role.DEPARTMENT))

    targets = form_targets(page)

    assert upload_form(page).get("action") in targets
    assert targets[0] == "'self'"
    assert FILES_URL not in targets
    assert all(target.startswith(f"{FILES_URL}/market-") for target in targets[2:])


def test_a_residents_page_of_photos_lets_its_form_go_to_the_bucket_of_arrivals_alone(
    behind_a_name: Runtime,
) -> None:
    hall = Hall(behind_a_name, person_of(Role.CENTRE_SUPERVISOR))
    hall.serve()
    link = hall.link()
    hall.answer(link, level="5")

    page = behind_a_name.get(f"{link}/photos")

    assert form_targets(page) == ["'self'", upload_form(page).get("action")]
    assert form_targets(page)[1] == f"{FILES_URL}/market-incoming"
    assert form_targets(behind_a_name.get(link)) == ["'self'"]


def test_where_we_serve_the_files_ourselves_no_bucket_is_named(tmp_path: Path) -> None:
    with Runtime(tmp_path, starts_at=MONDAY, ticking=False) as runtime:
        targets = form_targets(runtime.get("/problems"))

    assert len(targets) == 2
    assert targets[0] == "'self'"
