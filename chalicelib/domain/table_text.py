"""Turn an uploaded table into text: UTF-8 with or without a byte order mark, else GB18030.

Spreadsheets in Chinese offices save CSV in GBK by default; GB18030 contains it. Whatever is not text (a
workbook renamed to .csv, UTF-16, an image) is refused in one clear sentence instead of read as noise.
"""

import re

from chalicelib.kernel.errors import FieldError, Invalid, TooLarge

MAX_SIZE_BYTES = 20 * 1024 * 1024
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
"""Control characters other than tab and line ends: no office program writes them into a table."""


def decode_table(data: bytes) -> str:
    """Return the text of a file.

    Raises:
        TooLarge: above twenty megabytes.
        Invalid: `/file` with `file-empty` or `not-a-text-file`.
    """
    if len(data) > MAX_SIZE_BYTES:
        raise TooLarge(max_bytes=MAX_SIZE_BYTES)
    text = _text(data)
    if text is None or _CONTROL.search(text):
        raise Invalid(errors=[FieldError("/file", "not-a-text-file")])
    if not text.strip():
        raise Invalid(errors=[FieldError("/file", "file-empty")])
    return text


def _text(data: bytes) -> str | None:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
