"""The colours of Okabe and Ito (2008), "Color Universal Design": safe for colour-blind eyes."""

from typing import Final, TypeAlias

Rgb: TypeAlias = tuple[int, int, int]
"""Red, green and blue, 0 to 255."""

BLACK: Final[Rgb] = (0, 0, 0)
ORANGE: Final[Rgb] = (230, 159, 0)
SKY_BLUE: Final[Rgb] = (86, 180, 233)
GREEN: Final[Rgb] = (0, 158, 115)
YELLOW: Final[Rgb] = (240, 228, 66)
BLUE: Final[Rgb] = (0, 114, 178)
VERMILION: Final[Rgb] = (213, 94, 0)
PURPLE: Final[Rgb] = (204, 121, 167)
GREY: Final[Rgb] = (180, 180, 180)

CLASSES: Final = (ORANGE, SKY_BLUE, GREEN, YELLOW, BLUE, PURPLE, VERMILION, GREY)
"""The classes in their order, in the window and in what other programs read. Black gives way to grey;
vermilion comes late because it is the nearest to the red that means an error.
"""


def hex_of(colour: Rgb) -> str:
    """The colour as #rrggbb."""
    return f"#{bytes(colour).hex()}"
