"""Somebody without mouse and screen: every control is found by its role and name through the focus.

What is focused is asked of the browser's accessibility tree, which is what a screen reader speaks.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import CDPSession, Page

from tests.browser.axe import broken_rules
from tests.browser.market import Visitor

TABS = 400
"""No page has as many controls; one that is not met by then cannot be reached."""
OPTIONAL = "（选填）"
FIELDS = frozenset({
    "textbox", "searchbox", "combobox", "checkbox", "radio", "spinbutton", "Date", "InputTime", "listbox",
})  # fmt: skip
CONTROLS = FIELDS | {"button", "link", "DisclosureTriangle"}
GROUPS = frozenset({"group", "radiogroup", "region", "Date", "InputTime"})
"""What tells its parts apart: a sheet, a question, the year and the day of a date."""
RING = """() => {
  const e = document.activeElement, style = getComputedStyle(e), box = e.getClientRects()[0];
  if (!box || !box.width) return "has no box";
  const x = box.left + box.width / 2, y = box.top + Math.min(box.height / 2, innerHeight / 2);
  const hit = document.elementFromPoint(x, y);
  const covered = !hit || !(e.contains(hit) || hit.contains(e));
  if (covered) return "is covered by " + (hit ? hit.outerHTML.slice(0, 80) : "nothing");
  return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 ? "" : "shows no focus";
}"""
ITEM = "() => document.activeElement.closest('li')?.innerText ?? ''"
NOWHERE = "() => document.activeElement === document.body"


@dataclass(frozen=True, slots=True)
class Control:
    """What a screen reader says of one element."""

    role: str
    name: str
    description: str = ""
    groups: tuple[str, ...] = ()
    is_invalid: bool = False
    is_checked: bool = False
    most: int = 0

    def fits(self, role: str, name: str, within: str = "") -> bool:
        """Tell whether this is the one that is looked for."""
        return (
            self.role == role
            and self.name.replace(OPTIONAL, "").strip() == name
            and (not within or within in self.groups)
        )


@dataclass(slots=True)
class Keyboard:
    """The keys of one visitor, and the browser's accessibility tree."""

    visitor: Visitor
    tree: CDPSession

    @classmethod
    def of(cls, visitor: Visitor) -> "Keyboard":
        """Take the mouse away from a visitor."""
        tree = visitor.page.context.new_cdp_session(visitor.page)
        tree.send("Accessibility.enable")
        return cls(visitor, tree)

    @property
    def page(self) -> Page:
        """Return the page."""
        return self.visitor.page

    def start(self, address: str) -> "Keyboard":
        """Open an address as a bookmark does."""
        self.visitor.go(address)
        self._look_around()
        return self

    def focused(self) -> Control:
        """Return what has the focus."""
        found = self.tree.send("Runtime.evaluate", {"expression": "document.activeElement"})
        node = {"objectId": found["result"]["objectId"]}
        own, *above = self.tree.send("Accessibility.getAXNodeAndAncestors", node)["nodes"]
        return _control(own, above)

    def reach(self, role: str, name: str, within: str = "", beside: str = "") -> Control:
        """Go on with Tab until the control has the focus; whatever is passed must be named and be seen.

        `within` is the name of a group around it, `beside` words of the list item that it is in.
        """
        passed: list[Control] = []
        if self.page.evaluate(NOWHERE):
            self._skip_to_content()
        for _ in range(TABS):
            control = self.focused()
            if control.fits(role, name, within) and beside in self.page.evaluate(ITEM):
                return control
            passed.append(control)
            self.tab()
        seen = dict.fromkeys((one.role, one.name) for one in passed)
        raise AssertionError(f"{self.visitor.address}: no {role} {name!r} {within!r} among {list(seen)}")

    def tab(self, key: str = "Tab") -> None:
        """Go to the next control."""
        self.page.keyboard.press(key)
        if self.page.evaluate(NOWHERE):
            return
        control, ring = self.focused(), self.page.evaluate(RING)
        assert control.name, (self.visitor.address, control)
        assert ring == "", (self.visitor.address, control, ring)

    def follow(self, name: str, beside: str = "") -> None:
        """Follow a link."""
        self.reach("link", name, beside=beside)
        self._leave_by("Enter")

    def press(self, name: str) -> None:
        """Press a button that sends something."""
        self.reach("button", name)
        self._leave_by("Space")

    def type(self, answers: Mapping[str, str], within: str = "") -> None:
        """Type into fields of these names."""
        for name, text in answers.items():
            self.reach("textbox", name, within)
            self.page.keyboard.press("Control+A")
            self.page.keyboard.type(text)

    def date(self, name: str, day: str) -> None:
        """Type the parts of a date, in the order in which this browser asks for them."""
        self.reach("Date", name)
        year, month, of_month = day.split("-")
        for most in [one.most for one in self.controls("spinbutton") if name in one.groups]:
            self.page.keyboard.type({12: month, 31: of_month}.get(most, year))
            if most not in (12, 31):
                self.page.keyboard.press("ArrowRight")
        assert self.page.evaluate("document.activeElement.value") == day, name

    def choose(self, group: str, name: str) -> None:
        """Go into a group of radios and on with the arrows to the one of this name."""
        for _ in range(TABS):
            if self.focused().role == "radio" and group in self.focused().groups:
                break
            self.tab()
        for _ in range(12):
            if self.focused().fits("radio", name, group):
                break
            self.page.keyboard.press("ArrowDown")
        if not self.focused().is_checked:
            self.page.keyboard.press("Space")
        assert self.focused().fits("radio", name, group), (group, name, self.focused())
        assert self.focused().is_checked

    def group(self, words: str) -> str:
        """Return the full name of the group whose name has these words."""
        return next(name for one in self.controls("radio") for name in one.groups if words in name)

    def tick_all(self, group: str) -> None:
        """Tick every box of a group, one after the other."""
        while not (self.focused().role == "checkbox" and group in self.focused().groups):
            self.tab()
        while group in self.focused().groups:
            if not self.focused().is_checked:
                self.page.keyboard.press("Space")
            assert self.focused().is_checked
            self.tab()

    def hand_in(self, name: str, file: Path) -> None:
        """Choose a file once the focus is on its field, and send it; the system's window is not ours."""
        for _ in range(TABS):
            if self.focused().role == "button" and self.focused().name.startswith(name):
                break
            self.tab()
        field = self.page.evaluate_handle("document.activeElement").as_element()
        assert field is not None
        field.set_input_files(file)
        self.press("上传")

    def hear_errors(self) -> list[str]:
        """Hear the summary, follow each of its lines to a field, and hear there what is wrong."""
        summary = self.focused()
        assert summary.role == "alert", (self.visitor.address, summary)
        assert "需要修改" in summary.name, summary
        lines = [self._next_line() for _ in range(int(summary.name.split()[1]))]
        for line in lines:
            self.reach("link", line)
            self.page.keyboard.press("Enter")
            field = self.focused()
            label, _, error = line.partition("：")
            spoken = " ".join((*reversed(field.groups), field.name.replace(OPTIONAL, "")))
            assert spoken.endswith(label), (line, field)
            assert error in field.description, (line, field)
            assert field.is_invalid or field.role == "group", (line, field)
        return lines

    def _next_line(self) -> str:
        self.tab()
        assert self.focused().role == "link", self.focused()
        return self.focused().name

    def _leave_by(self, key: str) -> None:
        with self.page.expect_navigation():
            self.page.keyboard.press(key)
        self.page.wait_for_load_state()
        self._look_around()

    def _skip_to_content(self) -> None:
        self.tab()
        assert self.focused().fits("link", "跳到正文"), self.focused()
        self.page.keyboard.press("Enter")
        assert self.focused().role == "main", self.focused()

    def _look_around(self) -> None:
        """Ask whether the page names its controls, tells them apart, and keeps the rules."""
        controls, address = list(self.controls(*CONTROLS)), self.visitor.address
        nameless = [one for one in controls if not one.name]
        assert nameless == [], f"{address}: {nameless}"
        told = Counter((one.role, one.name, one.groups) for one in controls if one.role in FIELDS)
        alike = [one for one, times in told.items() if times > 1]
        assert alike == [], f"{address}: {alike}"
        broken = broken_rules(self.page)
        assert broken == [], f"{address}: {broken}"

    def controls(self, *roles: str) -> Iterator[Control]:
        """Return what the page offers of these roles, in its order."""
        nodes = self.tree.send("Accessibility.getFullAXTree")["nodes"]
        by_id = {node["nodeId"]: node for node in nodes}
        for node in nodes:
            if not node["ignored"] and node["role"]["value"] in roles:
                yield _control(node, list(_above(node, by_id)))


def _above(node: Mapping[str, Any], by_id: Mapping[str, Any]) -> Iterator[Any]:
    while (node := by_id.get(node.get("parentId", ""), {})) != {}:
        yield node


def _control(node: Mapping[str, Any], above: list[Any]) -> Control:
    told = {one["name"]: one["value"].get("value") for one in node.get("properties", ())}
    return Control(
        _text(node, "role"),
        _text(node, "name"),
        _text(node, "description"),
        tuple(_text(one, "name") for one in above if _text(one, "role") in GROUPS and _text(one, "name")),
        told.get("invalid", "false") not in ("false", False),
        told.get("checked") in ("true", True),
        int(told.get("valuemax") or 0),
    )


def _text(node: Mapping[str, Any], part: str) -> str:
    return str(node.get(part, {}).get("value", "")).strip()
