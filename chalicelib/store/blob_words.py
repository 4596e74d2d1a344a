"""The words that small aggregates of the satisfaction table share, for their compression (ADR 0078).

A text says with which dictionary it was packed, so none of them may ever change: a better one is added under
the next number. What stands last is reached with the fewest bits.
"""

_ORDER = (
    '"extension":{"asked_at":"","days":5,"reason":{"ref":"ORDER#wo_01K","hash":"","chars":'
    '"finding":{"code":"CLEAR_REASONABLE","cause":"proposed_by":"verified_by":"measure":{"approved_by":"'
    '"appeal":{"state":"votes":"attempts":[{"at":"2026-"reopened":1,"cards":["YELLOW","RED"],"signed_by":"'
    '"feedback":{"at":"2026-"revisit":{"result":"SATISFIED","unit_name":"'
    '{"id":"wo_01K","wo_no":"HP-370700-2026-","source":"RATING","source_id":"","level":1,"codes":["110"],"unit":"11370700'
    '"staff":"W-1","task_code":"11370700","region":"370700","channel":7,"profile":"SD-WF","may_unit_contact":true,'
    '"is_anonymous":false,"is_contactable":true,"state":"DISPATCHED","created_at":"2026-'
    '"dues":{"rectify":{"since":"2026-","n_workdays":5,"at":"2026-T16:00:00.000Z","provisional":false,'
    '"red_at":"2026-T16:00:00.000Z","urge_at":"2026-T16:00:00.000Z","criticise_at":"2026-T16:00:00.000Z",'
    '"yellow_at":"2026-T01:00:00.000Z"},"dispatch":{"sign":{"contact":{"verify":{"feedback":{"'
)

_CASE = (
    '"project_no":"370700-2026","service_no":1,"accepted_at":"2026-","promise_type":"2","user_type":"1",'
    '"source":"API","consent":"OBJECTED","is_proxy":true,"is_minor":true,"phone_fault":"NO_PHONE"'
)

_INVITATION = (
    '"withdrawn_at":"","invalid_reason":"","follow_up":"findings":["suppression":"","remind_at":"","opened_at":"",'
    '"sending":{"attempts":1,"claimed_at":"","is_reminder":true,"provider_ref":"","segments":1,"fault":"",'
    '"sent_at":"2026-"state":"SUPPRESSED","is_sensitive":true,"sub_channel":"",'
    '"rating":{"id":"r_01K","answer":{"level":5,"indicators":["517"],"text_ref":"RATING#r_01K","text_chars":1'
    '"is_anonymous":false,"may_contact":true},"arrival":{"channel":7,"device":"","network":"","page_ms":'
    ',"at":"2026-","body":"","order_id":"wo_01K"},"ended_at":"2026-'
    '"expires_at":"2026-T16:00:00.000Z","not_before":"2026-"planned_at":"2026-T02:00:00.000Z",'
    '"contact":"","person_ref":"CASE#person_01K","done_at":"2026-","profile":"SD-WF",'
    '},"region":"370700","hall":"H1","window":"1","staff":"W-1"},"unit":"11370700","unit_name":"潍坊市局",'
    '"service":{"task_code":"11370700","task_name":"{"id":"","case":"c_","mode":"SMS","state":"SCHEDULED",'
)

_CONTACT = (
    '{"id":"","episodes":[{"begun_at":"2026-T02:00:00.000Z","mode":"SMS","ref":""}],"served":{"2026-03":1}}'
)

WORDS = {"1": (_ORDER + _CASE + _CONTACT + _INVITATION).encode()}
LATEST = "1"
