"""Words of the catalogues: filters, orders, price bands (domain/marketplace/catalogues)."""

from chalicelib.web.i18n import marked as _

FILTERS = {
    "q": _("搜索"),
    "state": _("状态"),
    "service_type": _("服务类型"),
    "method": _("选取方式"),
    "division": _("区县"),
    "department": _("主管部门"),
    "owner": _("项目业主"),
    "winner": _("中选机构"),
    "price": _("金额"),
    "outcome": _("中选状态"),
    "qualification": _("资质"),
    "closes_from": _("截止日期从"),
    "closes_to": _("截止日期到"),
    "awarded_from": _("中选日期从"),
    "awarded_to": _("中选日期到"),
    "agency": _("中介机构"),
    "public_from": _("公开日期从"),
    "public_to": _("公开日期到"),
    "phase": _("执行情况"),
    "measure": _("处理"),
    "basis": _("违规行为"),
    "decided_from": _("生效日期从"),
    "decided_to": _("生效日期到"),
    "sort": _("排序"),
    "limit": _("每页条数"),
}
SORTS = {
    "-published": _("最新发布的在前"),
    "published": _("最早发布的在前"),
    "closes": _("先截止的在前"),
    "-closes": _("后截止的在前"),
    "-price": _("金额从高到低"),
    "price": _("金额从低到高"),
    "-awarded": _("最新中选的在前"),
    "awarded": _("最早中选的在前"),
    "-listed": _("最新入驻的在前"),
    "listed": _("最早入驻的在前"),
    "-public": _("最新公开的在前"),
    "public": _("最早公开的在前"),
    "ends": _("先结束的在前"),
    "-ends": _("后结束的在前"),
    "-decided": _("最新生效的在前"),
    "decided": _("最早生效的在前"),
    "name": _("按名称排列"),
    "-name": _("按名称倒排"),
}
PRICE_BANDS = {
    "0-50000": _("5 万元以下"),
    "50000-200000": _("5 万元至 20 万元"),
    "200000-500000": _("20 万元至 50 万元"),
    "500000-1000000": _("50 万元至 100 万元"),
    "1000000-": _("100 万元以上"),
}
LABELS = {"catalogue-filter": FILTERS, "catalogue-sort": SORTS, "price-band": PRICE_BANDS}
