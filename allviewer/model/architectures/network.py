"""What every architecture is: a backbone that makes a feature map, and a head that reads it."""

from typing import Any, Protocol, cast

from torch import Tensor, nn


class Backbone(Protocol):
    """What is asked of a backbone, timm's or ours."""

    num_features: int

    def forward_features(self, x: Tensor) -> Tensor: ...


class Head(nn.Module):
    """Feature map (N, C, h, w) → embedding (N, `feature_dim`) → logits (N, K).

    The last step is one linear layer, `classifier`, in every head.
    """

    def __init__(self, feature_dim: int, classes: int) -> None:
        super().__init__()
        self.feature_dim = feature_dim
        self.classifier = nn.Linear(feature_dim, classes)

    def embed(self, features: Tensor) -> Tensor:
        """(N, C, h, w) → (N, `feature_dim`)."""
        raise NotImplementedError

    def forward(self, features: Tensor) -> Tensor:
        """(N, C, h, w) → logits (N, K)."""
        return cast(Tensor, self.classifier(self.embed(features)))


class PooledHead(Head):
    """Mean over the map, dropout, one linear layer: the head whose heatmap needs no gradients."""

    def __init__(self, channels: int, classes: int, *, dropout: float) -> None:
        super().__init__(channels, classes)
        self.dropout = nn.Dropout(dropout)

    def embed(self, features: Tensor) -> Tensor:
        return cast(Tensor, self.dropout(features.mean((2, 3))))


class Network(nn.Module):
    """A backbone and a head; input (N, 3, S, S) float32, output logits (N, K)."""

    def __init__(self, backbone: nn.Module, head: Head) -> None:
        super().__init__()
        self.backbone = backbone
        self.head = head

    @property
    def classes(self) -> int:
        """K, the number of classes."""
        return self.head.classifier.out_features

    @property
    def feature_dim(self) -> int:
        """Width of the embedding, the vector before the last linear layer."""
        return self.head.feature_dim

    @property
    def pooled_linear(self) -> Tensor | None:
        """The linear layer's weight (K, C) if the logits are a linear reading of the map's mean."""
        return self.head.classifier.weight if isinstance(self.head, PooledHead) else None

    def forward_features(self, x: Tensor) -> Tensor:
        """(N, 3, S, S) → the last feature map (N, C, h, w)."""
        return cast(Backbone, self.backbone).forward_features(x)

    def embed(self, features: Tensor) -> Tensor:
        """Feature map (N, C, h, w) → embedding (N, `feature_dim`)."""
        return self.head.embed(features)

    def forward_head(self, features: Tensor) -> Tensor:
        """Feature map (N, C, h, w) → logits (N, K)."""
        return cast(Tensor, self.head(features))

    def forward(self, x: Tensor) -> Tensor:
        return self.forward_head(self.forward_features(x))


def timm_backbone(name: str, *, pretrained: bool, drop_path: float = 0.0) -> tuple[nn.Module, int]:
    """timm's network `name` without its classifier, and the channels C of its last feature map."""
    import timm

    options: dict[str, Any] = {"drop_path_rate": drop_path} if drop_path else {}
    backbone = timm.create_model(name, pretrained=pretrained, num_classes=0, global_pool="", **options)
    return backbone, int(cast(Backbone, backbone).num_features)
