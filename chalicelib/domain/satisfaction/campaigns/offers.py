"""What somebody may do with a campaign now, so that a page offers that and nothing else."""

from datetime import datetime

from chalicelib.domain.satisfaction.campaigns.campaign import Campaign, effective_state
from chalicelib.domain.satisfaction.campaigns.deciding import may_approve
from chalicelib.domain.satisfaction.campaigns.states import BEFORE_PUBLICATION, CampaignState
from chalicelib.domain.satisfaction.questionnaires.editing import may_write
from chalicelib.kernel.actors import Actor, Role

_S = CampaignState


def offers(found: Campaign, actor: Actor, now: datetime) -> tuple[str, ...]:
    """Name what an actor may do now, in the order of a campaign's life."""
    state = effective_state(found, now)
    is_regulator, is_author = actor.has(Role.REGULATOR), may_write(found.kind, actor)
    may_judge = may_approve(found, actor)
    is_either = is_author or is_regulator
    is_framing = found.frame is not None and not found.frame.is_complete
    is_ready = found.dry_run is not None and state is _S.DRAFT
    checks = (
        ("edit", is_author and state in (_S.DRAFT, _S.CHANGE_REQUESTED)),
        ("frame", is_author and state is _S.DRAFT and not is_framing),
        ("submit", is_author and is_ready),
        ("approve", may_judge and state is _S.IN_REVIEW),
        ("request-change", may_judge and state is _S.IN_REVIEW),
        ("pause", is_either and state is _S.FIELDING and found.state is _S.FIELDING),
        ("resume", is_either and state is _S.PAUSED),
        ("analyse", is_author and found.state in (_S.CLOSED, _S.ANALYSED)),
        ("publish", may_judge and state is _S.ANALYSED),
        ("answer", is_regulator and state is _S.PUBLISHED),
        ("archive", is_regulator and state is _S.PUBLISHED),
        ("cancel", is_either and found.state in BEFORE_PUBLICATION),
    )
    return tuple(name for name, is_open in checks if is_open)
