"""allviewer: review blood and bone-marrow smears for acute lymphoblastic leukemia. For research use only."""

# Written here: to ask the installation for it takes some 60 ms of each start, and of each reading process.
__version__ = "0.1.0"

RESEARCH_USE = "For research use only. Not for use in diagnostic procedures."
