"""Sets a page of ours as a PDF (ADR 0060): selectable, one embedded font, tagged, titled.

The typesetter and its font are pinned packages of their own (requirements-documents.txt). A machine without
them still runs: `can_typeset` is false there, and the pages are printed by the browser instead.
"""

import json
from datetime import datetime
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chalicelib.documents.qr_codes import address_code

if TYPE_CHECKING:
    from chalicelib.documents.paper import Paper

PDF = "application/pdf"
_FONT_PACKAGE = "noto_cjk_sans_otc"
_TEMPLATE = Path(__file__).parent / "paper.typ"


@lru_cache(maxsize=1)
def can_typeset() -> bool:
    """Tell whether the typesetter and its font are installed here."""
    return find_spec("typst") is not None and find_spec(_FONT_PACKAGE) is not None


def typeset(page: str, address: str, made_at: datetime) -> bytes | None:
    """Return a page as a PDF with the QR code of its address.

    None where no typesetter is installed or a character is in no font of ours: the page is printed then.
    """
    if not can_typeset():
        return None
    from chalicelib.documents.paper import read_page  # a parser that few processes ever need

    paper = read_page(page)
    given = {"paper": json.dumps(_given(paper, address), ensure_ascii=False), "code": address_code(address)}
    return _compile(given, made_at)


def _given(paper: "Paper", address: str) -> dict[str, Any]:
    return {
        "title": paper.title,
        "is_chinese": paper.language.startswith("zh"),
        "address": address,
        "blocks": [block.to_json() for block in paper.blocks],
    }


def _compile(given: dict[str, str], made_at: datetime) -> bytes | None:
    # Only a request for a PDF loads the typesetter; no page and no cold start does.
    import typst

    try:
        pdf: bytes = _compiler().compile(
            _TEMPLATE.read_bytes(),
            sys_inputs=given,
            timestamp=made_at.replace(microsecond=0),
            pdf_standards=["ua-1"],
        )
    except typst.TypstError:
        return None
    return pdf


@lru_cache(maxsize=1)
def _compiler() -> Any:
    """Keep one compiler a process: it reads the font once."""
    import typst

    found = find_spec(_FONT_PACKAGE)
    folder = str(Path(found.origin).parent) if found and found.origin else ""
    return typst.Compiler(font_paths=[folder], ignore_system_fonts=True)
