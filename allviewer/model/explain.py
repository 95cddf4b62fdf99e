"""Heatmaps in logits: from the forward pass itself where the head allows it, else Grad-CAM on the head."""

import torch
from torch import Tensor
from torch.nn import functional

from allviewer.model.architectures.network import Network


def heatmaps(network: Network, features: Tensor) -> Tensor:
    """The last feature map (N, C, h, w) → one signed map per class, float32 (N, K, h, w), in logits.

    With a mean-pooled linear head this is the class activation map (Zhou et al. 2016, arXiv
    1512.04150): its mean plus the bias is the logit. Other heads get Grad-CAM (Selvaraju et al.
    2017, arXiv 1610.02391) of the head alone, unrectified and times h · w, which is the same map
    where both apply. `features` may come from inference mode; the head must be in eval mode.
    """
    weight = network.pooled_linear
    if weight is not None:
        return functional.conv2d(features, weight[:, :, None, None])
    # Costs seconds to import, and only these heads need it.
    from allviewer.model.signed_grad_cam import signed_grad_cam

    with torch.inference_mode(False), torch.enable_grad():
        maps = signed_grad_cam(network.head, features.clone(), classes=network.classes)
    return maps * (features.shape[2] * features.shape[3])
