"""Words of the import of ratings: what became of a row, and the code systems that can be declared."""

from collections.abc import Mapping

from chalicelib.web.i18n import marked as _

OUTCOMES: Mapping[str, str] = {
    "imported": _("新导入的评价"),
    "followed-up": _("新导入的追评"),
    "default": _("系统默认评价，不计入任何比率"),
    "unchanged": _("以前已经导入"),
    "already-rated": _("本地已有评价，没有重复计入"),
    "differs": _("与本地登记的办件或以前导入的评价不一致，没有导入"),
}
SYSTEMS: Mapping[str, Mapping[str, str]] = {
    "level_system": {
        "ZWFW_IF": _("国家平台接口：5 最好，0 为默认评价"),
        "GBT39046_A8": _("GB/T 39046 表 A.8：1 最好"),
        "REGIONAL_LABELS": _("文字：很好、好、一般、差、很差"),
    },
    "channel_system": {
        "SET_A": _("国家平台：6 电话，7 短信"),
        "SET_B": _("浙江：6 短信，7 系统默认评价"),
        "SET_C": _("旧版：只有 1 至 5"),
    },
    "promise_system": {
        "GBT39046_A6": _("GB/T 39046 表 A.6：1 即办件，2 承诺件"),
        "PROMISETIME": _("promisetime：1 即办，2 承诺"),
        "ZJ": _("浙江：1 承诺，2 即办"),
    },
    "user_system": {
        "USER_PROP": _("userProp：1 自然人"),
        "GBT39046_A4": _("GB/T 39046 表 A.4"),
        "FROM_ONE": _("1 个人，2 法人"),
        "FROM_ZERO": _("0 个人，1 法人"),
    },
}
LABELS: Mapping[str, Mapping[str, str]] = {"import-outcome": OUTCOMES}
