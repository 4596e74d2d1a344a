import pytest

from chalicelib.kernel.file_names import attachment, safe_file_name


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("TM-370705-2026-000001-*-errors.csv", "TM-370705-2026-000001-_-errors.csv"),
        ("批复 1.pdf", "批复 1.pdf"),
        ('a/b\\c:d|e?f<g>h"i.pdf', "a_b_c_d_e_f_g_h_i.pdf"),
        ("line\r\nbreak.pdf", "line__break.pdf"),
        ("ends in dots. . ", "ends in dots"),
        ("CON.txt", "_CON.txt"),
        ("..", "_"),
        ("", "_"),
    ],
)
def test_a_name_can_be_saved_on_every_system(name: str, safe: str) -> None:
    assert safe_file_name(name) == safe


def test_the_header_holds_nothing_but_the_encoded_name() -> None:
    assert attachment('报告*";x=1.csv') == "attachment; filename*=UTF-8''%E6%8A%A5%E5%91%8A__%3Bx%3D1.csv"
