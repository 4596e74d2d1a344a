"""Names under which files are saved, safe on every system, and the header that carries them.

Windows knows no `* ? : " < > |` in a name, nor a name that ends in a dot; numbers of ours may end in `*`,
a check character of ISO 7064 MOD 37-2. Sources: Microsoft Learn, "Naming Files, Paths, and Namespaces";
RFC 6266 (`filename*` for what is not ASCII).
"""

import re

_PLAIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_UNSAFE = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_DEVICES = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)", re.IGNORECASE)


def safe_file_name(name: str) -> str:
    """Return a name that can be saved anywhere.

    >>> safe_file_name("TM-370705-2026-000001-*-errors.csv"), safe_file_name("nul")
    ('TM-370705-2026-000001-_-errors.csv', '_nul')
    """
    safe = _UNSAFE.sub("_", name).rstrip(". ").lstrip()
    return f"_{safe}" if not safe or _DEVICES.match(safe) else safe


def attachment(name: str) -> str:
    """Return the Content-Disposition that saves an answer under a name.

    >>> attachment("a*.csv")
    "attachment; filename*=UTF-8''a_.csv"
    """
    return f"attachment; filename*=UTF-8''{_encoded(safe_file_name(name))}"


def _encoded(text: str) -> str:
    """Write the bytes of a text, all but letters, digits and `-._~`, as hexadecimal (RFC 8187)."""
    return "".join(chr(one) if chr(one) in _PLAIN else f"%{one:02X}" for one in text.encode())
