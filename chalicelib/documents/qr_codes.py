"""QR codes of our own addresses, as SVG: a printed notice leads back to its page (pages §3)."""

from io import BytesIO


def address_code(address: str) -> str:
    """Return the QR code of an address as SVG, dark on white with its quiet zone, a quarter of it spare."""
    # Only the request for a picture needs the encoder; no page and no cold start loads it.
    import segno

    drawn = BytesIO()
    code = segno.make(address, error="q", micro=False)
    code.save(drawn, kind="svg", xmldecl=False, border=4, light="#fff", omitsize=True)
    return drawn.getvalue().decode()
