"""A page of ours read as a paper, and set as PDF: same words, selectable, tagged, in its language."""

import time
from datetime import UTC, datetime
from io import BytesIO

import pytest
from pypdf import PdfReader

from chalicelib.documents import typesetting
from chalicelib.documents.paper import Block, read_page
from chalicelib.documents.typesetting import typeset

AT = datetime(2026, 3, 9, 2, 0, 0, 123456, tzinfo=UTC)
ADDRESS = "https://market.example/notices/ZJ-370700-2026-000001/award/letter"
RARE = "𠮷䶮㛃𬭎𫖯𬎆𩽾"
"""Characters of registered personal names, most of them beyond the basic plane."""


def page(main: str, lang: str = "zh-Hans") -> str:
    return (
        f'<!doctype html><html lang="{lang}"><head><title>不算</title></head><body><nav>导航</nav>'
        f'<main id="main"><h1>中选通知书</h1>{main}</main><footer><p>页脚</p></footer></body></html>'
    )


def set_page(main: str, lang: str = "zh-Hans") -> PdfReader:
    made = typeset(page(main, lang), ADDRESS, AT)
    assert made is not None
    return PdfReader(BytesIO(made))


def text_of(reader: PdfReader) -> str:
    return "".join(each.extract_text() for each in reader.pages)


def test_only_the_content_of_a_page_is_on_its_paper():
    paper = read_page(page("<p>正文</p>"))

    assert paper.title == "中选通知书"
    assert paper.blocks == (Block("heading", "中选通知书", 1), Block("paragraph", "正文"))


@pytest.mark.parametrize(
    "silent",
    [
        "<button>打印</button>",
        '<form><p>填写</p></form><p class="actions"><a href="/x">下载</a></p>',
        "<svg><title>图标</title></svg>",
        '<p class="updated">更新时间</p>',
        '<p class="no-paper">去别处</p>',
        "<details><summary>更多</summary><p>里面</p></details>",
    ],
)
def test_what_is_there_to_be_clicked_is_left_out(silent):
    assert read_page(page(silent)).blocks == (Block("heading", "中选通知书", 1),)


def test_what_somebody_is_quoted_with_is_on_the_paper():
    assert read_page(page("<blockquote>按期完成。</blockquote>")).blocks[1] == Block(
        "paragraph", "按期完成。"
    )


def test_pairs_tables_and_lists_keep_their_order_and_their_cells():
    paper = read_page(
        page(
            "<dl><div><dt>金额</dt><dd>98,000.00 元<p class='hint'>玖万捌仟元整</p></dd></div></dl>"
            "<table><caption>报价</caption><thead><tr><th>名次</th><th>机构</th></tr></thead>"
            "<tbody><tr><th>1</th><td><a href='/a'>甲公司</a></td></tr>"
            "<tr><th>2</th><td></td></tr></tbody></table>"
            "<ul><li>一</li><li>二<br>三</li></ul>"
        )
    )

    assert paper.blocks[1:] == (
        Block("pair", cells=(("金额", "98,000.00 元\n玖万捌仟元整"),)),
        Block("table", "报价", cells=(("名次", "机构"), ("1", "甲公司"), ("2", ""))),
        Block("item", "一"),
        Block("item", "二\n三"),
    )


def test_a_pdf_says_what_the_page_says_and_can_be_searched():
    reader = set_page("<p>确定你单位中选。</p><dl><div><dt>金额</dt><dd>98,000.00 元</dd></div></dl>")

    assert "确定你单位中选。" in text_of(reader)
    assert "98,000.00" in text_of(reader)
    assert ADDRESS in text_of(reader)


def test_rare_characters_of_names_are_set_and_can_be_copied():
    assert RARE in text_of(set_page(f"<p>{RARE}</p>"))


@pytest.mark.parametrize(("lang", "told"), [("zh-Hans", "zh-CN"), ("en", "en")])
def test_a_pdf_is_tagged_and_names_its_title_and_language(lang, told):
    reader = set_page("<p>text</p>", lang)
    root = reader.trailer["/Root"]

    assert reader.metadata is not None
    assert reader.metadata.title == "中选通知书"
    assert root["/Lang"] == told
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root


def test_the_font_is_inside_the_pdf():
    fonts = [
        font.get_object()
        for sheet in set_page("<p>中选</p>").pages
        for font in sheet["/Resources"]["/Font"].values()
    ]

    descriptors = [font["/DescendantFonts"][0].get_object()["/FontDescriptor"] for font in fonts]
    assert descriptors
    assert all({"/FontFile3", "/FontFile2"} & set(one) for one in descriptors)


def test_the_same_page_gives_the_same_bytes():
    assert typeset(page("<p>同</p>"), ADDRESS, AT) == typeset(page("<p>同</p>"), ADDRESS, AT)


def test_markup_typed_by_people_stays_text():
    typed = "#panic() *粗* $x$ @ref &lt;b&gt; \\ // 注释"

    assert "#panic() *粗* $x$ @ref <b> \\ // 注释" in text_of(set_page(f"<p>{typed}</p>"))


def test_a_character_that_no_font_has_sends_the_reader_to_the_page():
    assert typeset(page("<p>\U0002a6a5</p>"), ADDRESS, AT) is None


def test_a_machine_without_the_typesetter_has_no_pdf(monkeypatch):
    monkeypatch.setattr(typesetting, "can_typeset", lambda: False)

    assert typeset(page("<p>正文</p>"), ADDRESS, AT) is None


def test_long_texts_run_over_pages_and_tables_repeat_their_heads():
    rows = "".join(f"<tr><th>{number}</th><td>机构</td></tr>" for number in range(120))
    reader = set_page(
        f"<table><caption>全部</caption><thead><tr><th>名次</th><th>机构名称</th></tr></thead>{rows}</table>"
    )

    assert len(reader.pages) > 1
    assert all("机构名称" in sheet.extract_text() for sheet in reader.pages)


def test_a_pdf_takes_less_than_three_tenths_of_a_second_of_processor_time():
    html = page("<p>字</p>" * 100)
    typeset(html, ADDRESS, AT)

    began = time.process_time()
    typeset(html + "<p></p>", ADDRESS, AT)

    assert time.process_time() - began < 0.3


def test_no_space_is_read_between_chinese_and_figures():
    said = "请在2026年11月3日之前确认，合同金额12,000.00元，共3家机构。"

    assert said in text_of(set_page(f"<p>{said}</p>"))
