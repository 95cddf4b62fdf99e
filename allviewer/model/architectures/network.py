"""What every architecture is: a backbone that makes a feature map, and a head that reads it."""

from dataclasses import dataclass
from typing import Any, Protocol, cast

from torch import Tensor, nn

from allviewer.model.architectures import lean


class Backbone(Protocol):
    """What is asked of a backbone, timm's or ours."""

    num_features: int

    def forward_features(self, x: Tensor) -> Tensor: ...


class Head(nn.Module):
    """Feature map (N, C, h, w) → embedding (N, `feature_dim`) → logits (N, K).

    The last step is one linear layer, `classifier`, in every head.
    """

    def __init__(self, feature_dim: int, *, classes: int) -> None:
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

    def __init__(self, channels: int, *, classes: int, dropout: float) -> None:
        super().__init__(channels, classes=classes)
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


@dataclass(frozen=True, slots=True)
class Backbones:
    """Where backbones come from: timm, with ImageNet weights if `pretrained`.

    `lean` asks for the twin without timm where there is one: for inference only.
    """

    pretrained: bool = False
    lean: bool = False

    def make(self, name: str, *, drop_path: float = 0.0) -> tuple[nn.Module, int]:
        """timm's network `name` without its classifier, and the channels C of its last feature map."""
        if self.lean and name in lean.SCALES:
            twin = lean.EfficientNet(**lean.SCALES[name])
            return twin, twin.num_features
        import timm

        more: dict[str, Any] = {"drop_path_rate": drop_path} if drop_path else {}
        made = timm.create_model(name, pretrained=self.pretrained, num_classes=0, global_pool="", **more)
        return made, int(cast(Backbone, made).num_features)
