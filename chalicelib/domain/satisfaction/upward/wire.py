"""What goes over the wire: the names of the national rating interface (evaluation.md §3, §4, ADR 0075).

Codes are written by `domain/satisfaction/codes` only, each under the system that is named beside it. Nobody's
name, telephone or number of identity goes up, and no words of the resident: free text may hold all of these.
"""

from datetime import datetime

from chalicelib.domain.satisfaction.cases.served_case import ServedCase
from chalicelib.domain.satisfaction.codes.channels import Channel, ChannelSystem, SubChannel, write_channel
from chalicelib.domain.satisfaction.codes.levels import Level, LevelSystem, write_level
from chalicelib.domain.satisfaction.ratings.rating import Rating
from chalicelib.domain.satisfaction.upward.report import Report, name_of
from chalicelib.domain.satisfaction.upward.states import Fact
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.clock import CHINA

LATER = 2
"""assessNumber and evaluateType of a follow-up (追加); the first answer is 1 in both."""
YES, NO = "1", "2"


def message_of(report: Report, place: int, case: ServedCase, rating: Rating) -> dict[str, Json]:
    """Return one telling as the interface takes it."""
    telling, service = report.tellings[place], case.service
    later = telling.fact is Fact.FOLLOWED_UP
    number = str(LATER) if later else "1"
    at = rating.follow_up.at if later and rating.follow_up else rating.at
    return {
        "messageId": name_of(report, place),
        "action": telling.fact,
        "reportDate": telling.on,
        "code_system": LevelSystem.ZWFW_IF.value,
        "pf_code_system": ChannelSystem.SET_A.value,
        "projectNo": case.project_no,
        "serviceNumber": str(case.service_no),
        "taskCode": service.task_code,
        "taskName": service.task_name,
        "deptCode": service.unit,
        "deptName": service.unit_name,
        "regionCode": service.region,
        "assessNumber": number,
        "evaluateType": number,
        "satisfaction": write_level(Level(telling.level), LevelSystem.ZWFW_IF),
        "pf": write_channel(channel_of(rating), ChannelSystem.SET_A),
        "evalDetail": [] if later else list(rating.answer.indicators),
        "anonymityFlag": YES if rating.answer.is_anonymous else NO,
        "assessTime": stamp(at),
    }


def channel_of(rating: Rating) -> Channel:
    """Return the channel a rating is reported under: of some sub-channels another than it came in by."""
    came = rating.arrival
    exported = SubChannel(came.sub_channel).exported_as if came.sub_channel else None
    return exported or Channel(came.channel)


def stamp(at: datetime) -> str:
    """Write an instant as GB/T 39046 table 9 has it, in China's time.

    >>> from datetime import UTC
    >>> stamp(datetime(2026, 3, 9, 2, 15, tzinfo=UTC))
    '20260309T101500'
    """
    return at.astimezone(CHINA).strftime("%Y%m%dT%H%M%S")
