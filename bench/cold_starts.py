"""What a cold start of the packaged functions costs: imports and the first request (design §5, ADR 0098)."""

import os
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from bench.figures import Figure
from bench.stage import Stage
from infra.package import build
from infra.packaging.cold_start import measure_cold_starts
from infra.packaging.environment import read_parameters
from infra.packaging.merge import AWS_FOLDER

STAGE_NAME = "cn"


def measure(_stage: Stage) -> list[Figure]:
    """Package the product as it is now and time its functions."""
    parameters = read_parameters(AWS_FOLDER / "deployments" / f"{STAGE_NAME}.example.json")
    with TemporaryDirectory() as folder, patch.dict(os.environ, {"AWS_DEFAULT_REGION": "us-east-1"}):
        build(STAGE_NAME, Path(folder), parameters)
        found = measure_cold_starts(Path(folder) / "unpacked")
    return [
        Figure(
            f"cold_start_{each.name}@1",
            cpu_ratio=each.ratio,
            apart={"unwanted": float(len(each.unwanted)), "milliseconds": each.milliseconds},
            remark="".join(f", loads {name}" for name in each.unwanted),
        )
        for each in found
    ]
