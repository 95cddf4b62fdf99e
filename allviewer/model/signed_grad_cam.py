"""The grad-cam package's Grad-CAM, kept signed and unscaled, on a head instead of a whole network."""

from typing import Any

import numpy as np
import torch
from pytorch_grad_cam.grad_cam import GradCAM
from torch import Tensor, nn

from allviewer.model.architectures.network import Head


class _Tapped(nn.Module):
    """The head behind a layer that the package can hook."""

    def __init__(self, head: Head) -> None:
        super().__init__()
        self.tap = nn.Identity()
        self.head = head

    def forward(self, features: Tensor) -> Tensor:
        logits: Tensor = self.head(self.tap(features))
        return logits


def signed_grad_cam(head: Head, features: Tensor, *, classes: int) -> Tensor:
    """Feature map (N, C, h, w) → Σ_c mean(∂logit_k/∂A_c) · A_c for each class k, (N, K, h, w).

    The package's own call would cut the map at zero and stretch each picture to 0–1, so its parts
    are called one by one. Gradients must be enabled; one thread, for the package keeps state.
    """
    tapped = _Tapped(head)
    features = features.detach().requires_grad_()
    make: Any = GradCAM  # the package is untyped
    cam = make(tapped, [tapped.tap])
    hooks = cam.activations_and_grads
    maps = []
    try:
        # cuDNN runs a recurrent layer backwards in training mode only.
        with torch.backends.cudnn.flags(enabled=False):
            for k in range(classes):
                hooks(features)[:, k].sum().backward()
                activations, gradients = hooks.activations[0].numpy(), hooks.gradients[0].numpy()
                maps.append(cam.get_cam_image(features, tapped.tap, [], activations, gradients))
    finally:
        hooks.release()
    return torch.from_numpy(np.stack(maps, axis=1)).to(features.device)
