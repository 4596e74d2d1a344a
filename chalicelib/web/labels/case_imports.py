"""Words of imported cases: states, outcomes, code systems, and what each column asks for."""

from typing import Final

from chalicelib.web.i18n import marked as _

STATES: Final = {
    "STAGED": _("待确认"),
    "REJECTED": _("有错误，未导入"),
    "ACCEPTED": _("已确认，等待导入"),
    "APPLYING": _("正在导入"),
    "APPLIED": _("已导入"),
    "DISCARDED": _("已放弃"),
}
OUTCOMES: Final = {
    "created": _("新登记"),
    "completed": _("补上办结"),
    "unchanged": _("没有变化"),
    "differs": _("不一致"),
}
OUTCOME_HINTS: Final = {
    "created": _("以前没有的办件"),
    "completed": _("以前登记为受理，这次办结"),
    "unchanged": _("以前已经登记，内容相同"),
    "differs": _("以前登记的内容不同，没有改动"),
}
SYSTEMS: Final = {
    "GBT39046_A6": _("国家标准 GB/T 39046 表 A.6"),
    "PROMISETIME": _("山东某市 promisetime 字段"),
    "ZJ": _("浙江（1 为承诺件）"),
    "USER_PROP": _("国家好差评接口 userProp"),
    "GBT39046_A4": _("国家标准 GB/T 39046 表 A.4"),
    "FROM_ONE": _("1 为个人、2 为法人"),
    "FROM_ZERO": _("0 为个人、1 为法人"),
}
COLUMN_HINTS: Final = {
    "project_no": _("业务系统的编号，最多 50 字；同一编号和序号只算一个办件。"),
    "service_no": _("一个办件含几项服务时填写 1、2、3；留空为 1。"),
    "task_code": _("最多 33 字。"),
    "task_name": _("最多 200 字；只写事项，不写人。"),
    "dept_code": _("18 位；谁办理，评价归谁。"),
    "dept_name": _("最多 100 字。"),
    "region_code": _("6 位、9 位或者 12 位。"),
    "hall_id": _("与评价点的大厅编号一致，例如 H1。"),
    "window_no": _("办理时的窗口。"),
    "staff_id": _("办理时的工号，不写姓名；以后换人也不改。"),
    "accept_time": _("北京时间，例如 2026-03-02 09:00。"),
    "done_time": _("还没有办结的留空；办结后再导入一次。"),
    "promise_system": _("代码系统的名称；整个文件用一套时可以留空。"),
    "promise_type": _("该套编码里的代码。"),
    "user_system": _("代码系统的名称；整个文件用一套时可以留空。"),
    "user_type": _("该套编码里的代码。"),
    "user_name": _("加密保存，可以不填。"),
    "phone": _("手机号用于短信邀请；固定电话只用于电话回访。"),
    "contact_consent": _("本人不同意的填“否”，不会被询问。"),
    "is_proxy": _("是或者否。"),
    "is_minor": _("填“是”的不会被询问。"),
    "is_vulnerable": _("填“是”的，电话多次打不通时优先上门走访。"),
    "is_sensitive": _("填“是”的，短信和评价页面不写事项名称。"),
}

LABELS = {
    "case-import-state": STATES,
    "case-outcome": OUTCOMES,
    "case-outcome-hint": OUTCOME_HINTS,
    "code-system": SYSTEMS,
    "case-column": COLUMN_HINTS,
}
