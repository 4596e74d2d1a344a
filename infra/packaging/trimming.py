"""Which files of Chalice's archive are worth carrying: those that some function may read.

A line here is a claim that nothing needs what it drops; the packaged functions are started and called in
tests/infra/package, and what this file gets wrong fails there.
"""

from pathlib import PurePosixPath

SERVICES = frozenset({"dynamodb", "kms", "s3", "sns", "sqs", "sts"})
"""The services whose descriptions botocore may load: those of chalicelib/gateways/clients.py and pynamodb.
`sts` is how a role given by a web identity is taken on, which deployments outside Lambda do."""

DROPPED_FOLDERS = (
    "cffi/",  # only its compiled backend is used, by cryptography
    "pycparser/",  # what cffi parses C with
    "dateutil/zoneinfo/",  # a second time-zone database; the house reads the standard library's
    "aws_lambda_powertools/event_handler/",
)
DROPPED_SUFFIXES = (".pyc", ".pyi", ".typed", ".po", ".pxd", ".c", ".h", ".rst")
BOTOCORE_DATA = "botocore/data/"
POWERTOOLS_UTILITIES = "aws_lambda_powertools/utilities/"
LOGGER_NEEDS = ("jmespath_utils/", "__init__.py")
"""Of the utilities, the logger imports these; the house uses the logger alone."""


def is_kept(name: str) -> bool:
    """Tell whether a file of the archive stays."""
    if name.startswith(BOTOCORE_DATA):
        return _is_service_in_use(name.removeprefix(BOTOCORE_DATA))
    if name.startswith(POWERTOOLS_UTILITIES):
        return name.removeprefix(POWERTOOLS_UTILITIES).startswith(LOGGER_NEEDS)
    folders = PurePosixPath(name).parts[:-1]
    if any(folder in ("tests", "__pycache__") or folder.endswith(".data") for folder in folders):
        return False
    if any(folder.endswith(".dist-info") for folder in folders):
        return "license" in name.lower() or name.endswith("/METADATA")
    return not name.startswith(DROPPED_FOLDERS) and not name.endswith(DROPPED_SUFFIXES)


def _is_service_in_use(name: str) -> bool:
    """Keep what describes all of AWS, and of each service in use what a call needs."""
    service, _, file = name.partition("/")
    if not file:
        return True
    return service in SERVICES and not file.endswith(("examples-1.json", "examples-1.json.gz"))
