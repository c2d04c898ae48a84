"""Thousands of mutated workbooks and CSVs read one after the other: what is said, how long, how big.

Run by hand: ``python benchmarks/hostile.py [files] [--from SEED]`` (default 3,000 files of
tests/hostile_files.py, two at a time, some ten minutes). Ends with 1 when a file is neither read
nor refused in a sentence, takes 20 s, or more than 1.5 GB.
"""

import argparse
import resource
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from oversight import importing  # noqa: E402 - the project is not installed
from oversight.errors import UserError  # noqa: E402
from tests.hostile_files import hostile  # noqa: E402

SECONDS, MEGABYTES = 20, 1536


def read(seed):
    """(seed, what came of it, seconds, peak MB so far of the reading and of its helper)."""
    name, data = hostile(seed)
    began = time.perf_counter()
    try:
        importing.as_json(importing.read_bytes(data, name))
        found = "read"
    except UserError as error:
        found = f"refused: {str(error)[:60]}"
    except Exception as error:
        found = f"FAILED: {error!r}"
    took = time.perf_counter() - began
    both = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return seed, found, took, max(resource.getrusage(who).ru_maxrss for who in both) / 1024


def main():
    """Read the files, print what was bad and how much."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("files", nargs="?", type=int, default=3000)
    asked.add_argument("--from", dest="first", type=int, default=0)
    given = asked.parse_args()
    seeds = range(given.first, given.first + given.files)
    with ProcessPoolExecutor(2) as pool:
        results = list(pool.map(read, seeds, chunksize=20))
    bad = [r for r in results if "FAILED" in r[1] or r[2] > SECONDS or r[3] > MEGABYTES]
    for seed, found, took, peak in bad:
        print(f"seed {seed}: {found} ({took:.1f} s, {peak:.0f} MB)")
    refused = sum("refused" in r[1] for r in results)
    slowest, largest = max(r[2] for r in results), max(r[3] for r in results)
    print(
        f"{len(results)} files: {refused} refused, {len(results) - refused - len(bad)} read, "
        f"{len(bad)} bad; slowest {slowest:.1f} s, largest {largest:.0f} MB"
    )
    sys.exit(bool(bad))


if __name__ == "__main__":
    main()
