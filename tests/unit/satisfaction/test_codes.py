"""Outside codes: nothing is guessed, nothing is lost on the way there and back (evaluation.md §3)."""

from collections.abc import Callable

import pytest

from chalicelib.domain.satisfaction.codes.applicants import (
    Applicant,
    ApplicantSystem,
    read_applicant,
)
from chalicelib.domain.satisfaction.codes.channels import (
    Channel,
    ChannelSystem,
    ReadChannel,
    SubChannel,
    read_channel,
    write_channel,
)
from chalicelib.domain.satisfaction.codes.levels import (
    BAD_LEVELS,
    Level,
    LevelSystem,
    ReadLevel,
    read_level,
    write_level,
)
from chalicelib.domain.satisfaction.codes.matter import (
    Promise,
    PromiseSystem,
    read_promise,
)
from chalicelib.kernel.errors import FieldError, Invalid

READERS: tuple[tuple[Callable[..., object], str], ...] = (
    (read_level, LevelSystem.ZWFW_IF),
    (read_channel, ChannelSystem.SET_A),
    (read_applicant, ApplicantSystem.USER_PROP),
    (read_promise, PromiseSystem.ZJ),
)


def refusal(of: Callable[..., object], *given: object) -> FieldError:
    with pytest.raises(Invalid) as refused:
        of(*given)
    (error,) = refused.value.errors
    return error


@pytest.mark.parametrize("system", ["", "zwfw_if", "GB", "SET_D"])
@pytest.mark.parametrize("read", [reader for reader, _ in READERS])
def test_a_code_of_an_undeclared_system_is_refused(read: Callable[..., object], system: str) -> None:
    assert refusal(read, "1", system) == FieldError("/code_system", "code-system-undeclared")


def test_a_code_is_written_only_for_a_declared_system() -> None:
    assert refusal(write_level, Level.SATISFIED, "GB").code == "code-system-undeclared"


@pytest.mark.parametrize("code", ["", "8", "01", "１", "-1", "1.0", "True"])
@pytest.mark.parametrize(("read", "system"), READERS)
def test_a_code_that_a_system_has_not_is_refused(read: Callable[..., object], system: str, code: str) -> None:
    assert refusal(read, code, system).code == "unknown-code"


@pytest.mark.parametrize("level", Level)
def test_the_standard_counts_downwards_and_the_interface_upwards(level: Level) -> None:
    assert read_level(int(level), LevelSystem.ZWFW_IF) == ReadLevel(level)
    assert read_level(6 - level, LevelSystem.GBT39046_A8) == ReadLevel(level)


@pytest.mark.parametrize("system", LevelSystem)
@pytest.mark.parametrize("level", Level)
def test_a_level_written_and_read_is_the_same(level: Level, system: LevelSystem) -> None:
    assert read_level(write_level(level, system), system) == ReadLevel(level)


def test_a_default_rating_is_no_level_and_only_the_interface_knows_it() -> None:
    assert read_level("0", LevelSystem.ZWFW_IF) == ReadLevel(None, is_default=True)
    assert refusal(read_level, "0", LevelSystem.GBT39046_A8).code == "unknown-code"


def test_regional_labels_are_read_from_best_to_worst() -> None:
    labels = ("很好", "好", "一般", "差", "很差")

    assert [read_level(label, LevelSystem.REGIONAL_LABELS).level for label in labels] == [5, 4, 3, 2, 1]


def test_the_names_and_the_bad_levels_are_those_of_the_specification() -> None:
    assert BAD_LEVELS == (1, 2)
    assert [level.code for level in (Level.VERY_SATISFIED, Level.FAIRLY_SATISFIED)] == [
        "very-satisfied",
        "fairly-satisfied",
    ]


def test_set_b_calls_a_text_message_six_and_a_default_rating_seven() -> None:
    assert read_channel(6, ChannelSystem.SET_B) == ReadChannel(Channel.SMS)
    assert read_channel(7, ChannelSystem.SET_B) == ReadChannel(None, is_default=True)
    assert read_channel(6, ChannelSystem.SET_A) == ReadChannel(Channel.PHONE)
    assert write_channel(Channel.SMS, ChannelSystem.SET_B) == "6"


@pytest.mark.parametrize("system", ChannelSystem)
@pytest.mark.parametrize("code", range(1, 6))
def test_the_first_five_channels_are_the_same_in_every_set(system: ChannelSystem, code: int) -> None:
    assert read_channel(code, system) == ReadChannel(Channel(code))


def test_a_set_refuses_a_channel_it_has_no_code_for() -> None:
    assert refusal(write_channel, Channel.PHONE, ChannelSystem.SET_B).code == "no-code-for-it"
    assert refusal(write_channel, Channel.PHONE, ChannelSystem.SET_C).code == "no-code-for-it"
    assert refusal(read_channel, 7, ChannelSystem.SET_C).code == "unknown-code"


def test_a_sub_channel_is_reported_as_its_channel_or_not_at_all() -> None:
    assert {each: each.exported_as for each in SubChannel} == {
        SubChannel.PAPER_FORM: 5,
        SubChannel.VISIT: 6,
        SubChannel.WINDOW_COMPLAINT: None,
        SubChannel.SUGGESTION_BOX: None,
        SubChannel.SUPERVISION: None,
        SubChannel.UNMATCHED: None,
    }


def test_the_four_lists_of_applicants_contradict_each_other() -> None:
    assert read_applicant(5, ApplicantSystem.USER_PROP) is Applicant.UNINCORPORATED_ENTERPRISE
    assert read_applicant(5, ApplicantSystem.GBT39046_A4) is Applicant.ADMINISTRATIVE_BODY
    assert read_applicant(6, ApplicantSystem.USER_PROP) is Applicant.ADMINISTRATIVE_BODY
    assert read_applicant(6, ApplicantSystem.GBT39046_A4) is Applicant.OTHER_ORGANISATION
    assert read_applicant(1, ApplicantSystem.FROM_ONE) is Applicant.PERSON
    assert read_applicant(1, ApplicantSystem.FROM_ZERO) is Applicant.LEGAL_PERSON


def test_zhejiang_numbers_promises_the_other_way_round() -> None:
    assert [read_promise(code, PromiseSystem.GBT39046_A6) for code in (1, 2, 9)] == list(Promise)
    assert [read_promise(code, PromiseSystem.ZJ) for code in (1, 2)] == [Promise.PROMISED, Promise.AT_ONCE]
