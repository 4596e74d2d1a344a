"""The lists of notices as people page through them."""

import re
from html import unescape

from tests.web.notices.conftest import Desk


def test_the_way_back_to_the_first_page_keeps_the_filter(desk: Desk) -> None:
    for _ in range(3):
        desk.publish()
    listed = desk.runtime.get("/notices?state=PUBLISHED&limit=2").text
    onward = unescape(re.findall(r'href="(/notices\?[^"]*cursor=[^"]*)"', listed)[0])

    page = desk.runtime.get(onward).text

    assert 'href="/notices?state=PUBLISHED&amp;limit=2"' in page
