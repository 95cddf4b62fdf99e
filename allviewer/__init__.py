"""allviewer: review blood and bone-marrow smears for acute lymphoblastic leukemia. For research use only."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("allviewer")
except PackageNotFoundError:  # a source tree that was never installed
    __version__ = "0+unknown"

RESEARCH_USE = "For research use only. Not for use in diagnostic procedures."
