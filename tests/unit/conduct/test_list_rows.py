"""The table of list entries names the line of a torn quote (§2.6)."""

from datetime import date

import pytest

from chalicelib.domain.marketplace.conduct.list_rows import parse_list, template_csv
from chalicelib.kernel.errors import Invalid


@pytest.mark.parametrize(("lines_before", "named"), [(0, 3), (2, 5)])
def test_a_torn_quote_is_told_by_the_line_in_which_it_opens(lines_before: int, named: int) -> None:
    row = '91370700MA3C0000X7,"潍坊某测绘",1号,某局,2026-03-01,2029-02-28\r\n'
    text = template_csv() + row * lines_before + row.replace('绘"', "绘") + row.replace('"', "")

    with pytest.raises(Invalid) as refused:
        parse_list(text, date(2026, 3, 2))

    (error,) = refused.value.errors
    assert (error.code, error.params) == ("not-a-table", {"row": named})
