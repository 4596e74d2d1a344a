"""Measure the product against its budgets: `python -m bench`, or `python -m bench NAME...` for some of it.

Prints a table, writes bench/results.json and exits with 1 when a budget is missed.
"""

import sys
import time
from collections.abc import Callable, Mapping, Sequence

from bench import (
    alerting,
    callbacks,
    catalogue_pages,
    cold_starts,
    conduct,
    contracting,
    desk_queues,
    drawing,
    fan_out,
    hotline,
    list_pages,
    opening,
    papers,
    processor_time,
    projecting,
    public_pages,
    quoting,
    rating,
    rating_figures,
    surveys,
    weights,
    workbenches,
)
from bench.figures import Figure
from bench.report import RESULTS, table, write_results
from bench.stage import Stage, open_stage

MEASURES: Mapping[str, Callable[[Stage], list[Figure]]] = {
    "pages": public_pages.measure,
    "lists": list_pages.measure,
    "catalogues": catalogue_pages.measure,
    "papers": papers.measure,
    "weights": weights.measure,
    "quotes": quoting.measure,
    "ratings": rating.measure,
    "callbacks": callbacks.measure,
    "contracts": contracting.measure,
    "conduct": conduct.measure,
    "hotline": hotline.measure,
    "surveys": surveys.measure,
    "workbenches": workbenches.measure,
    "desks": desk_queues.measure,
    "alerts": alerting.measure,
    "fan-out": fan_out.measure,
    "openings": opening.measure,
    "draws": drawing.measure,
    "projections": projecting.measure,
    "rating-figures": rating_figures.measure,
    "processor": processor_time.measure,
    "cold-starts": cold_starts.measure,
}


def main(names: Sequence[str]) -> int:
    """Run the named measures, or all, and return the exit status."""
    unknown = [name for name in names if name not in MEASURES]
    if unknown:
        print(f"No measure is called {', '.join(unknown)}; there are {', '.join(MEASURES)}.", file=sys.stderr)
        return 2
    figures = _run(names or list(MEASURES))
    write_results(figures)
    print(table(figures))
    missed = [figure.operation for figure in figures if figure.missed]
    print(f"\n{RESULTS.name}: {len(figures)} figures, {len(missed)} beyond their budget.")
    return 1 if missed else 0


def _run(names: Sequence[str]) -> list[Figure]:
    figures: list[Figure] = []
    with open_stage() as stage:
        for name in names:
            began = time.monotonic()
            figures += MEASURES[name](stage)
            print(f"{name}: {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    return figures


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
