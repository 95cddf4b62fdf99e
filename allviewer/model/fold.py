"""Batch norms folded into the convolutions before them: the same function in fewer steps."""

from itertools import pairwise

from torch import nn
from torch.nn.utils.fusion import fuse_conv_bn_eval


def fold_batch_norms(network: nn.Module) -> None:
    """Fold in place each batch norm that directly follows a convolution in its parent's order.

    The network must be in eval mode and is for inference only afterwards. What timm's norm layers
    do besides (an activation) stays. Adjacency in the parent means adjacency in the forward pass
    for every architecture here; the tests hold them to equal outputs.
    """
    for parent in list(network.modules()):
        for (conv_name, conv), (norm_name, norm) in pairwise(list(parent.named_children())):
            if not isinstance(conv, nn.Conv2d) or not isinstance(norm, nn.BatchNorm2d):
                continue
            if conv.out_channels == norm.num_features:
                parent.register_module(conv_name, fuse_conv_bn_eval(conv, norm))
                parent.register_module(norm_name, getattr(norm, "act", nn.Identity()))
