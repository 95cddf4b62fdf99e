"""Pictures: which files are some, the one decoder, and how many micrometres a pixel is."""

from allviewer.core.image.decode import FORMATS, MAX_BYTES, MAX_PIXELS, read
from allviewer.core.image.files import SUFFIXES, find_images
from allviewer.core.listing import natural_key

__all__ = ["FORMATS", "MAX_BYTES", "MAX_PIXELS", "SUFFIXES", "find_images", "natural_key", "read"]
