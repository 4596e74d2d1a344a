"""The demo directory: who may sign in locally, all of it invented.

Public bodies are those that a market of Weifang has; companies, persons and every USCC are made up. The
organisation part of each USCC begins with DEM, which no registry issues, and its check characters are
right. The directory is the same at every start, so that demo data and scripts can name its persons.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import count

from chalicelib.kernel.actors import Role

_USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_WEIFANG = "370700"

DEPARTMENTS = {
    "natural-resources": "潍坊市自然资源和规划局",
    "ecology": "潍坊市生态环境局",
    "emergency": "潍坊市应急管理局",
    "construction": "潍坊市住房和城乡建设局",
    "market-regulation": "潍坊市市场监督管理局",
    "water": "潍坊市水利局",
    "meteorology": "潍坊市气象局",
    "finance": "潍坊市财政局",
    "reform": "潍坊市发展和改革委员会",
}
"""The departments of the shipped service types (SERVICE-TYPES-1), which name them by the codes made here."""

_OWNERS = (
    ("12", "潍坊市云帆实验学校"),
    ("12", "潍坊市白浪河湿地保护中心"),
    ("91", "潍坊澄岳产业园建设有限公司"),
    ("12", "潍坊市康汇人民医院"),
    ("91", "潍坊溪沐城乡供水有限公司"),
)
_SMALL_OWNER = ("12", "潍坊市听风社区服务中心")
TRADES = {
    "surveying": "测绘工程有限公司",
    "environment": "环境评价有限公司",
    "testing": "工程检测有限公司",
    "costing": "造价咨询有限公司",
    "safety": "安全评价有限公司",
    "geology": "地质勘察有限公司",
    "soil-water": "水土保持咨询有限公司",
    "drawings": "施工图审查有限公司",
    "fire": "消防技术检测有限公司",
    "energy": "节能评估咨询有限公司",
    "transport": "交通影响评价有限公司",
}
_CITIES = (
    ("370700", "潍坊"), ("370100", "济南"), ("370200", "青岛"), ("320500", "苏州"),
    ("330100", "杭州"), ("410100", "郑州"), ("130100", "石家庄"), ("110105", "北京"),
    ("340100", "合肥"), ("420100", "武汉"), ("310115", "上海"), ("440100", "广州"),
    ("510100", "成都"), ("610100", "西安"), ("370600", "烟台"), ("120100", "天津"),
)  # fmt: skip
_BRAND_HEADS = "衡澜岫榧汀砚溯阡翎岑渚"
_BRAND_TAILS = "垣柘珩钧锴"
_AGENCIES = 48
_SURNAMES = "林陈周吴郑孙赵徐马朱胡郭何高罗梁宋唐许韩冯邓曹"
_GIVEN = (
    "知远", "安然", "明哲", "雨桐", "景行", "书瑶", "子衿", "文博", "若溪", "思齐", "云舒", "嘉禾", "清扬",
)  # fmt: skip


_RATING_POSTS: dict[str, tuple[Role, ...]] = {
    "department": (Role.CLERK, Role.UNIT_HANDLER, Role.UNIT_HEAD),
    "supervisor": (Role.REGULATOR,) * 2 + (Role.APPEAL_REVIEWER,) * 3,
    "service-centre": (Role.CENTRE_SUPERVISOR,) * 2,
    "sysadmin": (Role.DPO,) * 2,
}
"""Who deals with ratings: two review an appeal, a third one judges the objection to it."""

_CALLBACK_POSTS: dict[str, tuple[Role, ...]] = {
    "service-centre": (
        *(Role.CALLBACK_AGENT,) * 3,
        *(Role.CALLBACK_LEAD,) * 2,
        *(Role.SURVEY_DESIGNER,) * 2,
        *(Role.HOTLINE_OPERATOR,) * 2,
    ),
    "evaluator": (Role.EXTERNAL_EVALUATOR,) * 2,
}
"""Who calls residents back, asks them and hears what they complain about."""


@dataclass(frozen=True, slots=True)
class DemoOrganisation:
    """An invented organisation; `kind` says what it is here, `field` its department's or agency's trade."""

    uscc: str
    name: str
    kind: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """An invented person; `subject` is what the product knows, the display name stays with the issuer."""

    subject: str
    display_name: str
    org: DemoOrganisation
    roles: tuple[Role, ...]


@lru_cache(maxsize=1)
def organisations() -> tuple[DemoOrganisation, ...]:
    """List every organisation: the bodies of the market, owners, agencies, the halls' centre, a third party.

    What comes later stands later, so that nobody's code changes.
    """
    serial = count(1)

    def make(prefix: str, division: str, name: str, kind: str, field: str = "") -> DemoOrganisation:
        return DemoOrganisation(demo_uscc(prefix, division, next(serial)), name, kind, field)

    return (
        make("12", _WEIFANG, "潍坊市公共资源交易中心", "operator"),
        make("11", _WEIFANG, "潍坊市行政审批服务局", "supervisor"),
        make("12", _WEIFANG, "潍坊市大数据中心", "sysadmin"),
        *(make("11", _WEIFANG, name, "department", field) for field, name in DEPARTMENTS.items()),
        *(make(prefix, _WEIFANG, name, "owner") for prefix, name in _OWNERS),
        make(_SMALL_OWNER[0], _WEIFANG, _SMALL_OWNER[1], "small-owner"),
        *(make("91", division, name, "agency", field) for division, name, field in _agency_names()),
        make("12", _WEIFANG, "潍坊市政务服务中心", "service-centre"),
        make("52", _WEIFANG, "潍坊明度公共政策评估中心", "evaluator"),
    )


@lru_cache(maxsize=1)
def people() -> tuple[DemoPerson, ...]:
    """List every person in the order in which `find_person` prefers them."""
    posts = [(org, roles) for org in organisations() for roles in _posts(org.kind)]
    posts += [(org, (role,)) for org in organisations() for role in _RATING_POSTS.get(org.kind, ())]
    posts += [(org, (role,)) for org in organisations() for role in _CALLBACK_POSTS.get(org.kind, ())]
    return tuple(
        DemoPerson(_subject(org, place), _person_name(place), org, roles)
        for place, (org, roles) in enumerate(posts)
    )


def find_person(
    role: Role | None = None, *, org: str | None = None, subject: str | None = None
) -> DemoPerson | None:
    """Return the first person who fits all that is given, or None."""
    for person in people():
        fits_role = role is None or role in person.roles
        if fits_role and org in (None, person.org.uscc) and subject in (None, person.subject):
            return person
    return None


def demo_uscc(prefix: str, division: str, serial: int) -> str:
    """Make a USCC with right check characters (GB 11714, GB 32100) of an organisation that cannot exist.

    >>> demo_uscc("91", "370700", 1)
    '91370700DEM000014Q'
    """
    code = f"DEM{serial:05}"
    total = sum(int(letter, 36) * weight for letter, weight in zip(code, _ORGANISATION_WEIGHTS, strict=True))
    body = f"{prefix}{division}{code}{'0123456789X'[-total % 11]}"
    check = sum(_USCC_ALPHABET.index(letter) * pow(3, place, 31) for place, letter in enumerate(body))
    return body + _USCC_ALPHABET[-check % 31]


def _posts(kind: str) -> tuple[tuple[Role, ...], ...]:
    """Name the persons of an organisation of the market by their roles; whoever decides is there twice."""
    return {
        "operator": ((Role.OPERATOR_REVIEWER,),) * 2 + ((Role.OPERATOR_PUBLISHER,),) * 2,
        "supervisor": ((Role.SUPERVISOR,),) * 2,
        "sysadmin": ((Role.SYSADMIN,),) * 2,
        "department": ((Role.DEPARTMENT,),) * 2,
        "owner": ((Role.OWNER_ADMIN,), (Role.OWNER_AGENT,)),
        "small-owner": ((Role.OWNER_ADMIN, Role.OWNER_AGENT),),
        "agency": ((Role.AGENCY_ADMIN,), (Role.AGENCY_AGENT,)),
    }.get(kind, ())


def _agency_names() -> Iterator[tuple[str, str, str]]:
    trades = tuple(TRADES)
    for place in range(_AGENCIES):
        row, column = divmod(place, len(_BRAND_HEADS))
        division, city = _CITIES[place * 5 % len(_CITIES)]
        trade = trades[(column + row) % len(trades)]
        yield division, f"{city}{_BRAND_HEADS[column]}{_BRAND_TAILS[row]}{TRADES[trade]}", trade


def _person_name(place: int) -> str:
    return _SURNAMES[place % len(_SURNAMES)] + _GIVEN[place % len(_GIVEN)]


def _subject(org: DemoOrganisation, place: int) -> str:
    return "p-" + hashlib.sha256(f"demo person {org.uscc} {place}".encode()).hexdigest()[:16]
