"""Reading a rendered page the way a browser and a screen reader would."""

import xml.etree.ElementTree as ET
from itertools import pairwise

import html5lib

SPOKEN = ("aria-label", "aria-labelledby", "title", "alt")


def parse(html: str) -> ET.Element:
    """Parse a page strictly: any error of the markup is raised."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    root: ET.Element = parser.parse(html)
    return root


def text(element: ET.Element) -> str:
    return " ".join("".join(element.itertext()).split())


def find_faults(root: ET.Element) -> list[str]:
    """List what WCAG 2.2 makes certain from the markup alone."""
    return [*_id_faults(root), *_name_faults(root), *_order_faults(root), *_inline_faults(root)]


def _id_faults(root: ET.Element) -> list[str]:
    ids = [element.attrib["id"] for element in root.iter() if "id" in element.attrib]
    faults = [f"id twice: {found}" for found in ids if ids.count(found) > 1]
    for element in root.iter():
        for attribute in ("for", "aria-describedby", "aria-labelledby", "aria-controls"):
            targets = element.attrib.get(attribute, "").split()
            faults += [f"{attribute} leads nowhere: {target}" for target in targets if target not in ids]
        href = element.attrib.get("href", "")
        if href.startswith("#") and href[1:] not in ids:
            faults.append(f"link leads nowhere: {href}")
    return faults


def _name_faults(root: ET.Element) -> list[str]:
    labelled = {element.attrib.get("for") for element in root.iter("label") if text(element)}
    faults = []
    for element in root.iter():
        named = text(element) or any(element.attrib.get(attribute) for attribute in SPOKEN)
        is_field = element.tag in {"input", "select", "textarea"} and element.attrib.get("type") != "hidden"
        if is_field and element.attrib.get("id") not in labelled:
            faults.append(f"field without a label: {element.attrib.get('name')}")
        if element.tag in {"a", "button", "summary", "caption", "legend", "th"} and not named:
            faults.append(f"nameless {element.tag}")
        if element.tag in {"nav", "aside"} and not element.attrib.get("aria-label"):
            faults.append(f"nameless {element.tag}")
        if element.tag == "svg" and element.attrib.get("aria-hidden") != "true":
            faults.append("a drawing that is read aloud")
    return faults


def _order_faults(root: ET.Element) -> list[str]:
    levels = [int(element.tag[1]) for element in root.iter() if element.tag in {"h1", "h2", "h3", "h4"}]
    faults = [] if levels.count(1) == 1 else [f"{levels.count(1)} first headings"]
    jumps = (after for before, after in pairwise(levels) if after > before + 1)
    return faults + [f"a heading level is skipped before h{after}" for after in jumps]


def _inline_faults(root: ET.Element) -> list[str]:
    faults = [f"style on {element.tag}" for element in root.iter() if "style" in element.attrib]
    faults += ["style element" for _ in root.iter("style")]
    faults += ["inline script" for element in root.iter("script") if "src" not in element.attrib]
    return faults + [f"handler on {e.tag}" for e in root.iter() for name in e.attrib if name.startswith("on")]
