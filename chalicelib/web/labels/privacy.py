"""Words of requests of persons about their own data."""

from collections.abc import Mapping

from chalicelib.web.i18n import marked as _

GROUNDS: Mapping[str, str] = {
    "CAME_IN_PERSON": _("本人到场，已核对身份"),
    "CALLED_BACK": _("来电后回拨办件时留的号码，已核对"),
    "WROTE": _("书面申请，已核对身份"),
    "COURT": _("法院或检察机关的文书"),
}
STATES: Mapping[str, str] = {
    "OPEN": _("已受理"),
    "ORDERED": _("正在删除"),
    "ERASED": _("已删除"),
    "PARTLY": _("部分保留：差评正在办理"),
    "CLOSED": _("已办结，未删除"),
}

LABELS: Mapping[str, Mapping[str, str]] = {"privacy-ground": GROUNDS, "privacy-state": STATES}
