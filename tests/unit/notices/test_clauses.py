"""Forbidden clauses (docs/rules.md §4.4): every kind found, near misses left alone, no trick of spelling."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.marketplace.notices.clauses import Finding, find_clauses, fold
from tests.factories.notices import make_content, rules


def find(text: str) -> tuple[Finding, ...]:
    return find_clauses(make_content(qualification_note=text), rules())


def codes(text: str) -> set[str]:
    return {finding.code for finding in find(text)}


def blocks(text: str) -> set[str]:
    return {finding.code for finding in find(text) if finding.blocking}


@pytest.mark.parametrize(
    "text",
    [
        "报名机构须在本市注册",
        "须为潍坊市注册的企业",
        "在潍坊市行政区域内登记注册的机构",
        "注册地须在奎文区",
        "仅限本地企业报名",
        "本地企业优先",
        "不接受外地机构",
        "在本市设有分公司或办事处",
        "具有本市工商登记",
        "须在当地纳税",
        "仅接受山东省内单位报名",
        "只限山东省企业",
        "必须是山东企业",
        "外省机构须先到我局登记备案",
        "报名机构须先在我局备案",
        "须在潍坊市设有常驻办公场所",
        "在潍坊有固定办公地点",
        "入选我局中介库的机构方可报名",
        "须在我局备案名录内",
        "必须具有潍坊市住建局备案证明",
        "须在潍坊缴纳社保的人员",
        "优先考虑本地企业",
        "优先选择潍坊市内机构",
        "外地企业不得报名",
        "参加单位必须在奎文区住建局入库",
        "须办理进鲁备案",
    ],
)
def test_a_demand_for_a_place_blocks(text: str) -> None:
    assert blocks(text) == {"locality"}


@pytest.mark.parametrize(
    "text",
    [
        "项目位于潍坊市奎文区",
        "本市不动产登记资料测绘",
        "项目负责人须为注册测绘师",
        "本项目位于本市,由注册测绘师签字",
        "工作地点在潍坊市,机构自行安排交通",
        "熟悉本市地形",
        "须在国家企业信用信息公示系统登记",
        "成果提交潍坊市自然资源和规划局审查",
        "成果须报潍坊市自然资源和规划局备案",
        "完成后到我局办理成果备案",
        "协助业主办理潍坊市住建局竣工验收备案手续",
        "须遵守山东省测绘条例和潍坊市有关规定",
        "坐标系采用潍坊市城市坐标系",
        "须在潍坊市现场踏勘两次",
        "参照山东省内同类项目的收费水平",
        "潍坊市社会保险事业中心办公楼测绘",
        "山东省外的机构同样可以报名",
        "机构注册地不限",
    ],
)
def test_a_place_that_is_only_mentioned_is_no_demand(text: str) -> None:
    assert "locality" not in codes(text)


def test_local_agencies_that_are_only_mentioned_are_a_warning() -> None:
    assert "locality" in codes("已征求本地企业意见")
    assert not blocks("已征求本地企业意见")


@pytest.mark.parametrize(
    "text",
    [
        "仅限国有企业",
        "须为国有独资公司",
        "不接受民营企业",
        "国有企业优先",
        "企业性质须为国有",
        "只接受事业单位报名",
    ],
)
def test_a_demand_for_a_form_of_ownership_blocks(text: str) -> None:
    assert blocks(text) == {"ownership-form"}


@pytest.mark.parametrize(
    "text", ["国有土地使用权评估", "国有资产处置方案", "独立法人均可报名", "民营经济数据调查"]
)
def test_state_property_is_no_form_of_ownership(text: str) -> None:
    assert "ownership-form" not in codes(text)


@pytest.mark.parametrize(
    "text",
    [
        "须有本市类似项目业绩两项",
        "近三年获得山东省优秀测绘奖",
        "具有潍坊市同类业绩",
        "做过我市类似项目",
        "承担过潍坊同类项目",
    ],
)
def test_past_awards_in_one_place_are_a_warning(text: str) -> None:
    assert "past-awards" in codes(text)


@pytest.mark.parametrize(
    "text",
    [
        "近三年承担过潍坊市同类项目不少于三个",
        "须具有本市同类业绩",
        "完成过我市工程测绘项目3个以上",
        "具有山东省内业绩的优先",
    ],
)
def test_a_demand_for_past_work_in_one_place_blocks(text: str) -> None:
    assert blocks(text) == {"past-awards"}


@pytest.mark.parametrize(
    "text", ["具有类似项目业绩两项", "近三年无行政处罚", "成果须达到优秀标准", "完成潍坊市工程图幅不少于50幅"]
)
def test_past_work_anywhere_is_no_restriction(text: str) -> None:
    assert "past-awards" not in codes(text)


@pytest.mark.parametrize(
    "text",
    [
        "必须使用南方品牌",
        "指定某某软件",
        "须由潍坊市勘测设计研究院出具",
        "只能委托正大会计师事务所",
        "仪器品牌须为徕卡",
        "必须使用海康威视产品",
        "须采用南方测绘公司仪器",
    ],
)
def test_a_named_brand_or_agency_is_a_warning(text: str) -> None:
    assert "named-brand" in codes(text)


@pytest.mark.parametrize(
    "text",
    [
        "必须使用南方品牌或同等档次",
        "须使用经检定合格的仪器",
        "必须采用符合国家标准的产品",
        "应采用统一的坐标系统",
        "指定专人负责",
        "在指定地点交付成果",
        "须由中选机构自行完成",
    ],
)
def test_an_equivalent_or_a_mere_appointment_names_no_brand(text: str) -> None:
    assert "named-brand" not in codes(text)


@pytest.mark.parametrize(
    "text",
    [
        "注册资本不少于500万元",
        "注册资金100万元以上",
        "实缴资本≥200万",
        "注册资金一千万元及以上",
        "年营业额超过1000万元",
        "资产不少于1000万元",
        "机构净资产达到500万元",
    ],
)
def test_a_threshold_of_capital_or_turnover_blocks(text: str) -> None:
    assert blocks(text) == {"registered-capital"}


@pytest.mark.parametrize(
    "text",
    [
        "注册资本不作要求",
        "营业执照载明注册资本",
        "报告应列明被评估企业的注册资金",
        "评估资产不少于1000万元",
        "清查固定资产不少于300件",
    ],
)
def test_capital_that_is_only_mentioned_is_no_threshold(text: str) -> None:
    assert "registered-capital" not in codes(text)


@pytest.mark.parametrize(
    "text",
    [
        "仅 限 本 地 企 业",
        "仅限本\u200b地\u200d企\u2060业",
        "僅限本地企業",
        "仅限·本·地·企·业",
        "仅限\u3000本地\u00a0企业",
        "仅限本\ufe00地企业",
        "仅限本\u0338地企业",
        "注册资本不少于５００万元",
        "註冊資本不少於500万元".replace("於", "于"),
    ],
)
def test_no_trick_of_spelling_hides_a_clause(text: str) -> None:
    assert blocks(text)


def test_a_finding_cites_clause_and_reason_and_points_at_the_words() -> None:
    text = "报名要求:仅限 本地 企业,其他不限"

    (found,) = (finding for finding in find(text) if finding.blocking)

    assert found.pointer == "/qualification_note"
    assert found.matched == text[found.start : found.end] == "仅限 本地 企业"
    assert "[L2 art 20]" in found.source
    assert "限制外地机构" in found.reason


def test_a_dismissal_of_one_text_does_not_fit_another() -> None:
    one, other = find("已征求本地企业意见"), find("已征求本地公司意见")

    assert {finding.key for finding in one}.isdisjoint(finding.key for finding in other)


def test_only_words_that_bind_agencies_are_read() -> None:
    content = make_content(scope="仅限本地企业参加,其他一律不得报名,特此说明,敬请知悉。")

    assert [finding.pointer for finding in find_clauses(content, rules()) if finding.blocking] == ["/scope"]


def test_a_long_hostile_text_takes_no_noticeable_time() -> None:
    started = time.process_time()

    find("潍坊市" * 1_500 + "本市" * 200)

    assert time.process_time() - started < 2


@given(st.text(max_size=200))
def test_any_text_can_be_read_and_every_position_lies_inside(text: str) -> None:
    folded, positions = fold(text)

    assert len(folded) == len(positions)
    assert all(0 <= position < len(text) for position in positions)
    assert list(positions) == sorted(positions)
    assert all(finding.matched == text[finding.start : finding.end] for finding in find(text))
