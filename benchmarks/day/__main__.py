"""`python -m benchmarks.day`: the whole day, at ten times the load."""

import sys

from benchmarks.day.run import measure, whole

if __name__ == "__main__":
    for figure in (measure if "--busiest" in sys.argv else whole)():
        print(f"{figure.name:<28}{figure.value:>10} {figure.unit:<4}{figure.verdict:<6}{figure.baseline}")
