"""Catalogues: public lists that are searched by any combination of filters and by words (design §3)."""
