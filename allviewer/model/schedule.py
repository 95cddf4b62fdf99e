"""How the learning rate moves over a training's steps, by the recipe."""

import numpy as np
import torch

from allviewer.model.recipe import Recipe


def schedule(
    optimizer: torch.optim.Optimizer, recipe: Recipe, steps: int
) -> torch.optim.lr_scheduler.LRScheduler:
    """The recipe's schedule for `optimizer`, to be stepped `steps` times."""
    rates = torch.optim.lr_scheduler
    if recipe.schedule == "onecycle":
        momentum = any(k in optimizer.defaults for k in ("momentum", "betas"))
        # of a rise that ends as it begins torch would divide by its length
        share = 0.0 if recipe.warmup * (steps + 1) == 1 else recipe.warmup
        return rates.OneCycleLR(
            optimizer, recipe.lr, total_steps=steps + 1, pct_start=share, cycle_momentum=momentum
        )
    rising = max(1, round(recipe.warmup * steps))

    def factor(step: int) -> float:
        if step < rising:
            return (step + 1) / rising
        rest = min(1.0, (step - rising) / max(1, steps - rising))
        return 0.5 * (1 + float(np.cos(np.pi * rest))) if recipe.schedule == "cosine" else 1.0

    return rates.LambdaLR(optimizer, factor)
