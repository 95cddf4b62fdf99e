"""The measurements: `python -m tests.benchmarks` runs them all. Not part of the test suite."""
