"""The columns of the nomination table: heading, whether it must be filled, whether it is personal."""

from collections.abc import Mapping

from chalicelib.domain.marketplace.agencies.dossier import AgencyKind
from chalicelib.domain.marketplace.agencies.service_types import Department, ServiceTypes
from chalicelib.kernel.csv_text import csv_text
from chalicelib.kernel.records import dataclass

MAX_ROWS = 5000


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `example` stands in the template's second line."""

    key: str
    heading: str
    example: str
    is_required: bool = True
    is_personal: bool = False


COLUMNS = (
    Column("uscc", "统一社会信用代码", "91370700MA3C0000X7"),
    Column("name", "机构名称", "潍坊某测绘有限公司"),
    Column("kind", "机构类型", "企业"),
    Column("division", "登记地区划代码", "370705"),
    Column("address", "注册地址", "奎文区某路1号", is_required=False),
    Column("legal_representative", "法定代表人姓名", "张三", is_personal=True),
    Column("contact", "联系人姓名", "李四", is_personal=True),
    Column("mobile", "联系人手机", "13800000000", is_personal=True),
    Column("service_types", "服务类型代码", "CH01;CH02"),
    Column("qualification_kind", "资质类别代码", "surveying", is_required=False),
    Column("qualification_level", "资质等级代码", "B", is_required=False),
    Column("qualification_number", "资质证书编号", "乙测资字00000000", is_required=False),
    Column("qualification_issuer", "发证机关", "某省自然资源厅", is_required=False),
    Column("qualification_issued_on", "发证日期", "2023-07-01", is_required=False),
    Column("qualification_expires_on", "有效期至", "2028-06-30", is_required=False),
)

AGENCY_KINDS = {
    "企业": AgencyKind.ENTERPRISE,
    "事业单位": AgencyKind.PUBLIC_INSTITUTION,
    "社会组织": AgencyKind.SOCIAL_ORGANISATION,
    "个体工商户": AgencyKind.INDIVIDUAL_BUSINESS,
}


def template_csv(example: Mapping[str, str] | None = None) -> str:
    """Return the empty template with its example line, to be sent as UTF-8 with its byte order mark."""
    return csv_text(template_rows(example))


def template_rows(example: Mapping[str, str] | None = None) -> list[list[str]]:
    """Return the headings and an example line; `example` replaces its cells, by column."""
    heads = [column.heading for column in COLUMNS]
    return [heads, [(example or {}).get(column.key, column.example) for column in COLUMNS]]


def example_for(department: Department, types: ServiceTypes) -> Mapping[str, str]:
    """Return the cells that make the example line one of a department's own field."""
    own = next(types.types_of(department.code), None)
    if own is None:
        return {}
    kind = next((types.qualification_kinds[code] for code in own.requirement.qualification_kinds), None)
    if kind is None:
        blank = {column.key: "" for column in COLUMNS if column.key.startswith("qualification_")}
        return {**blank, "service_types": own.code}
    level = kind.levels[-1].code if kind.levels else ""
    return {"service_types": own.code, "qualification_kind": kind.code, "qualification_level": level}
