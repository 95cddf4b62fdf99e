"""Dataset readers by name: `READER:PATH` → samples. Each names the file and the line of what is wrong."""

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias

from allviewer.core.errors import DataError
from allviewer.model.readers import all_idb, c_nmc, folder, manifest
from allviewer.model.sample import Sample

Reader: TypeAlias = Callable[[Path], list[Sample]]

READERS: Mapping[str, Reader] = MappingProxyType(
    {
        "folder": folder.read,
        "csv": manifest.read,
        "c-nmc": c_nmc.read,
        "all-idb1": all_idb.read_fields,
        "all-idb2": all_idb.read_cells,
    }
)


def read(spec: str) -> list[Sample]:
    """Samples of `READER:PATH`, in a fixed order; raises DataError for whatever is not as it should be."""
    name, colon, where = spec.partition(":")
    if not colon or name not in READERS or not where:
        raise DataError(f'"{spec}" is not READER:PATH with a reader of {", ".join((*READERS, "pack"))}.')
    path = Path(where).expanduser()
    if not path.exists():
        raise DataError(f"{path}: there is nothing there. Give the path of the data.")
    samples = READERS[name](path)
    if not samples:
        raise DataError(f"{path}: no pictures found for the reader {name}. Check the layout.")
    return samples
