"""Where a training runs: which process of how many, and on which device."""

import os
from dataclasses import dataclass, field

import torch


@dataclass(frozen=True, slots=True)
class Place:
    """Which process of how many this is, and its device; torchrun sets the environment."""

    rank: int = 0
    world: int = 1
    device: torch.device = field(default_factory=lambda: torch.device("cpu"))

    @property
    def first(self) -> bool:
        """Whether this process writes and tells."""
        return self.rank == 0


def join(device: str = "auto") -> Place:
    """Join the other processes if torchrun started several; choose the device."""
    rank, world = int(os.environ.get("RANK", "0")), int(os.environ.get("WORLD_SIZE", "1"))
    local = int(os.environ.get("LOCAL_RANK", "0"))
    if device == "auto":
        device = (
            "cuda" if torch.cuda.is_available() else "mps" if torch.backends.mps.is_available() else "cpu"
        )
    chosen = torch.device(f"cuda:{local}" if device == "cuda" else device)
    if world > 1:
        torch.distributed.init_process_group("nccl" if chosen.type == "cuda" else "gloo")
    return Place(rank, world, chosen)
