"""Where the demo's residents are served: halls, windows, matters and clerks of nine departments.

A matter's code is the department's own code followed by thirteen digits, as the national list makes them.
"""

from dataclasses import dataclass

from chalicelib.kernel.actors import Role
from chalicelib.kernel.badges import badges_of
from chalicelib.usecases.points.register_point import register_point
from chalicelib.usecases.ports import House
from infra.local.demo import cast

REGION = "370700"
CITY, NEW_AREA, COAST, ESTATES = (
    "潍坊市政务服务中心", "高新区政务服务中心", "滨海区政务服务中心", "市不动产登记交易大厅",
)  # fmt: skip
"""The halls; their own systems call them by their names."""


@dataclass(frozen=True, slots=True)
class Matter:
    """Something that is dealt with; `digits` follow the department's code."""

    digits: str
    name: str
    is_sensitive: bool = False
    is_at_once: bool = False


@dataclass(frozen=True, slots=True)
class Window:
    """One window and who sits there: the department's own clerk, or somebody without an account here."""

    hall: str
    number: str
    badge: str = ""


@dataclass(frozen=True, slots=True)
class Desk:
    """What a department does for the public, and where."""

    department: str
    matters: tuple[Matter, ...]
    windows: tuple[Window, ...]

    @property
    def uscc(self) -> str:
        """Return the department's code."""
        return cast.departments()[self.department].uscc

    @property
    def name(self) -> str:
        """Return the department's name."""
        return cast.departments()[self.department].name

    def badge_at(self, window: Window) -> str:
        """Return the work number of whoever sits at a window."""
        return window.badge or next(badges_of(cast.actor(Role.CLERK, self.uscc).person))

    def code_of(self, matter: Matter) -> str:
        """Return the code of a matter, 31 characters."""
        return self.uscc + matter.digits


DESKS = (
    Desk(
        "natural-resources",
        (
            Matter("2370115001000", "国有建设用地使用权及房屋所有权转移登记", is_at_once=True),
            Matter("2370115003000", "抵押权首次登记", is_at_once=True),
            Matter("4370119001000", "建设工程规划许可证核发"),
        ),
        (Window(ESTATES, "A03"), Window(ESTATES, "A05", "H7KQ3M"), Window(CITY, "B12", "N4RTA8")),
    ),
    Desk(
        "market-regulation",
        (
            Matter("2370131001000", "企业设立登记", is_at_once=True),
            Matter("2370131004000", "个体工商户变更登记", is_at_once=True),
            Matter("4370131022000", "食品经营许可"),
        ),
        (Window(CITY, "C01"), Window(CITY, "C02", "K9WPX5"), Window(NEW_AREA, "03", "T2MEB7")),
    ),
    Desk(
        "construction",
        (
            Matter("4370117003000", "建筑工程施工许可证核发"),
            Matter("4370117020000", "商品房预售许可"),
            Matter("5370117008000", "公租房保障资格确认", is_sensitive=True),
        ),
        (Window(CITY, "D06"), Window(NEW_AREA, "07", "R6VHC4")),
    ),
    Desk(
        "finance",
        (
            Matter("4370113002000", "会计代理记账机构执业资格审批"),
            Matter("2370113005000", "会计人员信息采集"),
        ),
        (Window(CITY, "E02"),),
    ),
    Desk(
        "reform",
        (
            Matter("4370104001000", "企业投资项目备案", is_at_once=True),
            Matter("4370104006000", "固定资产投资项目节能审查"),
        ),
        (Window(CITY, "E05"), Window(COAST, "02", "P3JYD9")),
    ),
    Desk(
        "ecology",
        (Matter("4370116001000", "建设项目环境影响评价文件审批"), Matter("4370116014000", "排污许可证核发")),
        (Window(CITY, "D09"), Window(COAST, "04", "W8GSF2")),
    ),
    Desk(
        "emergency",
        (Matter("4370125002000", "危险化学品经营许可"), Matter("2370125009000", "特种作业操作证复审")),
        (Window(CITY, "D11"),),
    ),
    Desk(
        "water",
        (Matter("4370119011000", "取水许可"), Matter("4370119015000", "生产建设项目水土保持方案审批")),
        (Window(CITY, "D14"), Window(COAST, "06", "B5XNZ6")),
    ),
    Desk(
        "meteorology",
        (Matter("4370154001000", "雷电防护装置设计审核"), Matter("4370154002000", "雷电防护装置竣工验收")),
        (Window(CITY, "D15"),),
    ),
)
"""Every department of the demo; what each is rated is in `months`."""


def desk_of(department: str) -> Desk:
    """Return a department's desk."""
    return next(desk for desk in DESKS if desk.department == department)


def register_points(house: House) -> dict[tuple[str, str], str]:
    """Let the centre register every window; return the code of each by its hall and number."""
    centre = cast.actor(Role.CENTRE_SUPERVISOR)
    return {
        (window.hall, window.number): register_point(house, centre, _point(desk, window))
        for desk in DESKS
        for window in desk.windows
    }


def _point(desk: Desk, window: Window) -> dict[str, str]:
    return {
        "unit": desk.uscc,
        "unit_name": desk.name,
        "hall": window.hall,
        "hall_name": window.hall,
        "window": window.number,
        "matters": "\n".join(f"{desk.code_of(one)} {one.name}" for one in desk.matters),
    }
