"""A small reading of IAM: allowed by some statement and denied by none.

It knows what the house's policies use: wildcards in actions and resources, and the two conditions on
`dynamodb:LeadingKeys`. Anything else is an error, so that a policy cannot say what is not tested.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

LEADING_KEYS = "dynamodb:LeadingKeys"


@dataclass(frozen=True)
class Request:
    action: str
    resource: str
    leading_keys: tuple[str, ...] = ()


def is_allowed(statements: Sequence[dict[str, Any]], request: Request) -> bool:
    effects = {each["Effect"] for each in statements if _applies(each, request)}
    return effects == {"Allow"}


def _applies(statement: dict[str, Any], request: Request) -> bool:
    assert set(statement) <= {"Sid", "Effect", "Action", "Resource", "Condition"}, statement
    return (
        _matches(statement["Action"], request.action)
        and _matches(map(written, statement["Resource"]), request.resource)
        and all(
            _holds(operator, condition, request)
            for operator, condition in statement.get("Condition", {}).items()
        )
    )


def written(resource: Any) -> str:
    """Read a resource as it was written in the policy file."""
    return str(resource["Fn::Sub"] if isinstance(resource, dict) else resource)


def _matches(patterns: Iterable[str], value: str) -> bool:
    # `[` has no meaning in IAM, unlike in fnmatch.
    return any(fnmatchcase(value, pattern.replace("[", "[[]")) for pattern in patterns)


def _holds(operator: str, condition: dict[str, list[str]], request: Request) -> bool:
    assert list(condition) == [LEADING_KEYS], condition
    matches = [_matches(condition[LEADING_KEYS], key) for key in request.leading_keys]
    return {"ForAllValues:StringLike": all, "ForAnyValue:StringLike": any}[operator](matches)
