"""What an answer says to its reader, the words of PDFs and workbooks included."""

from io import BytesIO

from openpyxl import load_workbook
from pypdf import PdfReader

from infra.local.http_event import Answer


def said(answer: Answer) -> str:
    """Return the text of an answer; of a PDF all words of its pages, of a workbook all its cells."""
    kind = answer.header("content-type") or ""
    if kind == "application/pdf":
        return "".join(sheet.extract_text() for sheet in PdfReader(BytesIO(answer.body)).pages)
    if "spreadsheetml" in kind:
        rows = load_workbook(BytesIO(answer.body)).active.values
        return "\n".join(str(cell) for row in rows for cell in row if cell is not None)
    return answer.text
