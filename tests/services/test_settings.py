"""Settings: kept whole, and never a reason not to start."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allviewer.core.errors import OutputError
from allviewer.services import settings
from allviewer.services.settings import Settings

TEXT = st.text(max_size=8)


@given(
    st.builds(
        Settings,
        reviewer=TEXT,
        recent=st.lists(TEXT).map(tuple),
        window=TEXT,
        options=st.dictionaries(TEXT, TEXT).map(lambda found: tuple(found.items())),
    )
)
def test_what_is_saved_is_loaded(tmp_path: Path, kept: Settings) -> None:
    settings.save(kept, tmp_path / "s.json")
    assert settings.load(tmp_path / "s.json") == kept


JSON = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
)


@given(st.dictionaries(st.sampled_from(["reviewer", "recent", "options", "window", "odd"]), JSON) | JSON)
def test_any_file_gives_settings(tmp_path: Path, found: object) -> None:
    (tmp_path / "s.json").write_text(json.dumps(found), "utf-8")
    loaded = settings.load(tmp_path / "s.json")
    assert isinstance(loaded.reviewer, str)
    assert loaded.option("absent", "default") == "default"
    assert Settings() == settings.load(tmp_path / "absent.json")


@given(st.binary(max_size=40))
def test_any_bytes_give_settings(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "s.json").write_bytes(data)
    assert isinstance(settings.load(tmp_path / "s.json"), Settings)


def test_what_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OutputError):
        settings.save(Settings(), tmp_path / "file" / "s.json")


def test_recent_folders_are_newest_first_and_few() -> None:
    kept = Settings()
    for number in [*range(12), 5]:
        kept = kept.opened(Path(str(number)))
    assert kept.recent == ("5", "11", "10", "9", "8", "7", "6", "4", "3", "2")
    assert kept.with_option("a", "1").with_option("a", "2").option("a") == "2"
