"""The search for the whole cell's outline on rays."""

import numpy as np
import numpy.typing as npt

from allviewer.core.segment.body import RAYS, STEPS, best_radii


def ring(radii: npt.NDArray[np.intp]) -> npt.NDArray[np.float32]:
    """Votes (RAYS, STEPS) for a cell that ends at `radii`."""
    return np.where(np.arange(STEPS)[None] <= radii[:, None], 1.0, -1.0).astype(np.float32)


def test_the_outline_follows_the_votes() -> None:
    wave = np.rint(30 + 8 * np.sin(np.arange(RAYS) * 2 * np.pi / RAYS)).astype(np.intp)
    found = best_radii(ring(wave)[None], stiffness=0.01)
    assert found.shape == (1, RAYS)
    assert np.abs(found[0] - wave).max() <= 1


def test_neighbouring_rays_stay_within_three_steps_around_the_whole_ring() -> None:
    votes = np.random.default_rng(5).normal(size=(4, RAYS, STEPS)).astype(np.float32)
    steps = np.abs(np.diff(best_radii(votes, stiffness=0.0), axis=1))
    assert steps.max() == 3


def test_cells_searched_together_are_as_each_alone() -> None:
    votes = np.random.default_rng(6).normal(size=(5, RAYS, STEPS)).astype(np.float32)
    together = best_radii(votes, stiffness=0.4)
    alone = [best_radii(own[None], stiffness=0.4)[0] for own in votes]
    np.testing.assert_array_equal(together, alone)
