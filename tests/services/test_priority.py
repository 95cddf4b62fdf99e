"""How often Python looks for cycles among all objects."""

import gc

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
