"""The virus-scan gateway's local stand-in: it knows one virus, the harmless EICAR test file.

A deployment puts a scanner of its own behind the same port; until a file has passed, pages show
"scanning" and nobody can download it.
"""

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class SignatureScanner:
    """Compares a file with known signatures."""

    def __init__(self, signatures: tuple[bytes, ...] = (EICAR,)) -> None:
        """Know some signatures."""
        self._signatures = signatures

    def scan(self, content: bytes) -> str:
        """Return `infected` when a signature occurs in the content, else `clean`."""
        return "infected" if any(signature in content for signature in self._signatures) else "clean"
