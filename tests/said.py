"""What an answer says to its reader, a PDF's words included."""

from io import BytesIO

from pypdf import PdfReader

from infra.local.http_event import Answer


def said(answer: Answer) -> str:
    """Return the text of an answer; of a PDF all words of its pages."""
    if answer.header("content-type") != "application/pdf":
        return answer.text
    return "".join(sheet.extract_text() for sheet in PdfReader(BytesIO(answer.body)).pages)
