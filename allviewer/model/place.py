"""Where a training runs: which process of how many, and on which device."""

import os
from dataclasses import dataclass, field

import torch

from allviewer.model import device as devices


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
    """Join the other processes if torchrun started several; choose the device, each process its own GPU.

    Raises DeviceError where it is not there.
    """
    rank, world = int(os.environ.get("RANK", "0")), int(os.environ.get("WORLD_SIZE", "1"))
    chosen = devices.choose(device)
    if world > 1:
        if chosen.type == "cuda":
            chosen = devices.choose(f"cuda:{os.environ.get('LOCAL_RANK', '0')}")
        torch.distributed.init_process_group("nccl" if chosen.type == "cuda" else "gloo")
    return Place(rank, world, chosen)
