"""The most each operation may take; whoever changes the house finds here what it promised.

`calls` are calls of DynamoDB. Public pages and lists are promised for a process that already knows which
generation of the lists is in use, which it asks once in half a minute (chalicelib/store/lists.py).
"""

from collections.abc import Mapping

PUBLIC_PAGE = {"calls": 2, "rcu": 6}
LIST_PAGE = {"queries": 1, "reads": 1, "rcu": 5}
CATALOGUE_PAGE = {"reads": 1, "rcu": 5, "cpu_ms": 100}
"""The one time that is absolute: the house's promise is in milliseconds, several times what it takes."""

SEALED_QUOTE = {"reads": 3, "transactions": 1, "items": 5}
SIGNING = {"reads": 6, "transactions": 1, "items": 2}
"""A step that looks at the winner again also reads order, opening (manifest and page each) and agency."""
SERVICE_STEP = {"reads": 1, "transactions": 1, "items": 2}
PROJECTION = {"wcu_per_event": 4}

RATINGS_PAGE = {"queries": 2, "reads": 1, "rcu": 20}
"""A year back touches two years at most, and each is one Query."""

QUOTES = 1000
GATES, AGENCIES_A_READ, ROWS_A_PAGE = 16, 100, 200
OPENING = {
    # A thousand quotes fill no gate's partition beyond one page of 1 MB.
    "query_pages": GATES,
    "batch_gets": -(-QUOTES // AGENCIES_A_READ),
    "decrypts": QUOTES,
    "page_puts": -(-QUOTES // ROWS_A_PAGE),
    "transactions": 3,
}

RESIDENTS_PAGE = {"kb": 14, "third_party": 0}
EVERYBODYS_PAGE = {"kb": 24, "third_party": 0}
"""Compressed, with style, scripts and pictures."""

WORKBENCH: Mapping[str, float] = {"calls": 3, "rcu": 10}

ALERTED = 100
ALERTS = {
    # One page of the list, the notice, the agencies; who cannot enter costs nothing more.
    "query_pages": 1,
    "reads": 1,
    # The agencies, and what they want told.
    "batch_gets": 2 * -(-ALERTED // AGENCIES_A_READ),
    "puts": ALERTED,
}

BUDGETS: Mapping[str, Mapping[str, float]] = {
    "notice_page@1": PUBLIC_PAGE,
    "agency_page@1": PUBLIC_PAGE,
    "draw_page@20": PUBLIC_PAGE,
    "selection_page@20": PUBLIC_PAGE,
    "draw_page@1000": PUBLIC_PAGE,
    "award_letter_pdf@1": {**PUBLIC_PAGE, "cpu_seconds": 0.3, "first_cpu_seconds": 0.6},
    "weight_of_rate_page@1": RESIDENTS_PAGE,
    "weight_of_tracking_page@1": RESIDENTS_PAGE,
    "weight_of_stop_page@1": RESIDENTS_PAGE,
    "weight_of_shut_page@1": RESIDENTS_PAGE,
    "weight_of_counter_page@1": RESIDENTS_PAGE,
    "weight_of_home_page@1": EVERYBODYS_PAGE,
    "weight_of_notice_page@1": EVERYBODYS_PAGE,
    "weight_of_ratings_page@1": EVERYBODYS_PAGE,
    "list_page@100": LIST_PAGE,
    "list_page@10000": LIST_PAGE,
    "catalogue_page@10000": CATALOGUE_PAGE,
    "sealed_quote@1": SEALED_QUOTE,
    "interception@10": {"rcu": 1},
    "credit_page@1": {"calls": 2},
    # The board, the inbox, and with them the question whether the session still counts; an agency has what
    # the open notices ask in place of the inbox.
    "agency_workbench@10": WORKBENCH,
    "owner_agent_workbench@1000": WORKBENCH,
    "operator_reviewer_workbench@1000": WORKBENCH,
    "operator_publisher_workbench@1000": WORKBENCH,
    "department_workbench@1000": WORKBENCH,
    "supervisor_workbench@1000": WORKBENCH,
    # The queue, its counts and what runs at the desk, and the session's own.
    "queue_page_with_claims@20": {"calls": 4, "rcu": 10},
    "matching_alerts@100": ALERTS,
    "planned_invitation@1": {"wcu": 10},
    # A minute's messages and those of dead workers; less than one block of memory an invitation; the hours of
    # the pace and those until the provider is tried a third time.
    "fan_out@100000": {
        "not_once": 0,
        "fullest_second": 10,
        "longest_queue": 2_000,
        "memory_blocks": 100_000,
        "virtual_minutes": 480,
    },
    # A month of callbacks: what a person costs with the index, in one step's memory; the next task in three
    # calls of nineteen claims in twenty, and none twice.
    "callback_planning@100000": {"wcu_per_person": 7, "peak_megabytes": 30},
    "sampled_callback_planning@1000": {"wcu_per_person": 7, "peak_megabytes": 30},
    "next_callback@100000": {"calls_95": 3, "calls_most": 8, "twice": 0},
    "callback_board@60": {"rcu": 20},
    "survey_frame@100000": {"wcu_per_person": 1, "peak_megabytes": 30},
    # With the campaign's own step a page: ten people stand on one here, two hundred in a district.
    "survey_asking@160": {"wcu_per_person": 11},
    "survey_answer@1": {"reads": 3, "transactions": 1, "wcu": 10},
    # Two more: the order, which a rival may have opened, and the case, whose unit it goes to.
    "bad_survey_answer@1": {"reads": 5, "transactions": 1, "wcu": 18},
    "survey_result_page@1": PUBLIC_PAGE,
    "good_answer@1": {"reads": 1, "transactions": 1, "wcu": 10},
    "answer_from_the_network@1": {"reads": 1, "transactions": 1, "wcu": 10},
    "bad_answer@1": {"reads": 1, "transactions": 1, "wcu": 18},
    # The text of the receipt is an aggregate of its own, and the receipt number is taken at once.
    "item_registration@1": {"reads": 1, "transactions": 1, "wcu": 20},
    "hotline_workbench@1000": {"calls": 3, "rcu": 20},
    "hotline_figures_page@24": {"calls": 3, "rcu": 20},
    "decision_page@1": PUBLIC_PAGE,
    "sealed_quote_http@1": SEALED_QUOTE,
    "contract_upload@1": SIGNING,
    "contract_confirmation@1": SIGNING,
    "result_upload@1": SERVICE_STEP,
    "result_acceptance@1": SERVICE_STEP,
    "contract_page@1": PUBLIC_PAGE,
    "opening_and_draw@1000": OPENING,
    "opening_and_lowest_price@1000": OPENING,
    "draw@1000000": {"cpu_ratio": 14, "wrong_places": 0},
    "projection_of_notices@100": PROJECTION,
    "projection_of_quotes@100": PROJECTION,
    "projection_of_agencies@100": PROJECTION,
    "projection_of_ratings@100": {"wcu_per_event": 3},
    "ratings_page@100": RATINGS_PAGE,
    "ratings_page@1000000": RATINGS_PAGE,
    "ratings_unit_page@100": RATINGS_PAGE,
    "ratings_unit_page@1000000": RATINGS_PAGE,
    "half_year_page@100": RATINGS_PAGE,
    "half_year_page@1000000": RATINGS_PAGE,
    "coverage_page@100": RATINGS_PAGE,
    "coverage_page@1000000": RATINGS_PAGE,
    "coverage_unit_page@100": {**RATINGS_PAGE, "queries": 3},
    "coverage_unit_page@1000000": {**RATINGS_PAGE, "queries": 3},
    "json_get_notice@1": {"cpu_ratio": 2.5},
    "json_post_quote@1": {"cpu_ratio": 2.5},
    "html_notice@1": {"cpu_ratio": 1.5},
    "cold_start_public@1": {"cpu_ratio": 1.75, "unwanted": 0},
    "cold_start_desk@1": {"cpu_ratio": 1.75, "unwanted": 0},
    "cold_start_api@1": {"cpu_ratio": 1.5, "unwanted": 0},
}
