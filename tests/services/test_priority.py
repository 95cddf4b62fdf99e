"""How often Python looks for cycles among all objects, and that it does not at the end."""

import gc
import subprocess
import sys

from allviewer.services.priority import collect_seldom


def test_only_searches_of_all_objects_become_seldom() -> None:
    young, middle, _ = before = gc.get_threshold()
    try:
        gc.set_threshold(young, middle, 10)
        collect_seldom()
        assert gc.get_threshold()[:2] == (young, middle)
        assert gc.get_threshold()[2] > 10
    finally:
        gc.set_threshold(*before)


def ended(begun: str) -> "subprocess.CompletedProcess[str]":
    """The program, which did this before it began, at its end."""
    code = (
        f"import sys\n{begun}\n"
        "sys.argv[1:] = ['models']\n"
        "from allviewer.__main__ import main\n"
        "sys.exit(main())\n"
    )
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=True
    )


def test_the_end_of_a_training_names_nothing_that_was_left() -> None:
    """What train and evaluate import has libraries that tell of what is not collected at the end."""
    assert not ended("import allviewer.model.training_run").stderr


def test_the_program_ends_without_going_through_all_it_made() -> None:
    done = ended(
        "import atexit, gc\natexit.register(lambda: print(gc.isenabled(), gc.get_freeze_count() > 1000))"
    )
    assert done.stdout.splitlines()[-1] == "False True"
