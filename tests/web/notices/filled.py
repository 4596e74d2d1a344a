"""A form as a browser would send it back untouched: every field with the value its page shows."""

from html.parser import HTMLParser


class _Reader(HTMLParser):
    def __init__(self, action: str) -> None:
        super().__init__()
        self.fields: dict[str, list[str]] = {}
        self._action, self._is_inside = action, False
        self._select = self._textarea = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._is_inside = given.get("action") == self._action
        if not self._is_inside:
            return
        name = given.get("name", "")
        if tag == "select":
            self._select = name
        elif tag == "textarea":
            self._textarea = name
            self.fields[name] = [""]
        elif tag == "option" and "selected" in given:
            self.fields[self._select] = [given["value"]]
        elif tag == "input" and name and _is_sent(given):
            self.fields.setdefault(name, []).append(given.get("value", ""))

    def handle_data(self, data: str) -> None:
        if self._is_inside and self._textarea:
            self.fields[self._textarea][0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._textarea:
            self.fields[self._textarea] = [self.fields[self._textarea][0].removeprefix("\n")]
            self._textarea = ""
        if tag == "form":
            self._is_inside = False


def _is_sent(given: dict[str, str]) -> bool:
    return given.get("type") not in {"checkbox", "radio"} or "checked" in given


def filled_form(page: str, action: str) -> dict[str, list[str]]:
    """Return what the form of a page sends when nobody touches it; its token is the browser's own."""
    reader = _Reader(action)
    reader.feed(page)
    return {name: values for name, values in reader.fields.items() if name and name != "csrf_token"}
