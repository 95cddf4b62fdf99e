"""The recurrent head of system 3 (Akter et al. 2024, arXiv 2410.14536)."""

from typing import cast

from torch import Tensor, nn

from allviewer.model.architectures.network import Head


class GruHead(Head):
    """Reads the feature map's positions, row by row, as a sequence; its last state is the embedding.

    The paper gives neither the order of reading nor the width: rows from the top, `width` units.
    """

    def __init__(self, channels: int, *, classes: int, width: int = 256, dropout: float = 0.3) -> None:
        super().__init__(width, classes=classes)
        self.gru = nn.GRU(channels, width, batch_first=True)
        self.dropout = nn.Dropout(dropout)

    def embed(self, features: Tensor) -> Tensor:
        _, state = self.gru(features.flatten(2).transpose(1, 2))
        return cast(Tensor, self.dropout(state[-1]))
