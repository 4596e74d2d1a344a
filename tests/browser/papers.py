"""Papers to hand in: small PDF files, each with bytes of its own."""

from hashlib import sha256
from pathlib import Path


def paper(folder: Path, words: str) -> Path:
    """Return a file that a sniffer takes for a PDF."""
    path = folder / f"{sha256(words.encode()).hexdigest()[:12]}.pdf"
    path.write_bytes(b"%PDF-1.7\n% " + words.encode() + b"\n%%EOF\n")
    return path
