"""The shell's tests speak both languages, so the English catalogue is compiled before they do."""

import pytest

from infra.catalogues import compile_catalogues


@pytest.fixture(scope="session", autouse=True)
def english_catalogue() -> None:
    compile_catalogues()
