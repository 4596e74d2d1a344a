"""What a photo is by its content, and the photo without anything that tells where, when or by whom (§4).

No picture is decoded or packed anew: each format is read by its own grammar, what draws the picture is
copied, everything else is left out, and what is not understood is refused (ADR 0096).
"""

from chalicelib.domain.satisfaction.photos.cleaning import CleanPhoto, UnfitPhotoError


class PhotoGrammars:
    """Cleans photos; the grammars are read once somebody sends one."""

    def clean(self, content: bytes) -> CleanPhoto:
        """Return a photo without metadata.

        Raises:
            UnfitPhotoError: `photo-type-not-allowed` for what is no JPEG, PNG or WebP, `photo-unreadable`
                for one whose grammar is not understood, `photo-too-many-pixels`.
        """
        from chalicelib.gateways.photos import jpeg, png, webp

        if content.startswith(jpeg.START + b"\xff"):
            return CleanPhoto("image/jpeg", jpeg.strip_jpeg(content))
        if content.startswith(png.SIGNATURE):
            return CleanPhoto("image/png", png.strip_png(content))
        if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
            return CleanPhoto("image/webp", webp.strip_webp(content))
        raise UnfitPhotoError("photo-type-not-allowed")
