"""Settings: kept whole, and never a reason not to start."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
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


def test_two_windows_lose_nothing_that_the_other_changed(tmp_path: Path) -> None:
    file = tmp_path / "s.json"
    settings.save(Settings(reviewer="RM", recent=("a", "b")).with_option("places", "s1 1 1\ns2 1 1"), file)
    begun = settings.load(file)
    first, second = settings.Keeper(begun, file), settings.Keeper(begun, file)
    mine = replace(begun.opened(Path("c")), theme="dark").with_option("places", "s3 1 1\ns1 1 1\ns2 1 1")
    first.save(mine)
    yours = replace(begun.opened(Path("b")), reviewer="Ada").with_option("places", "s2 2 2\ns1 1 1")
    second.save(yours.with_option("advance", "off"))
    first.save(mine.with_option("blind share", "20"))
    found = settings.load(file)
    assert (found.reviewer, found.theme, found.recent) == ("Ada", "dark", ("b", "c", "a"))
    assert found.option("places").splitlines() == ["s2 2 2", "s3 1 1", "s1 1 1"]
    assert (found.option("advance"), found.option("blind share")) == ("off", "20")


def test_windows_that_write_at_once_lose_nothing(tmp_path: Path) -> None:
    file = tmp_path / "s.json"
    settings.save(Settings(), file)
    keepers = [settings.Keeper(Settings(), file) for _ in range(2)]
    with ThreadPoolExecutor(2) as pool:
        for number in range(20):
            names = [(keeper, f"{which} {number}") for which, keeper in enumerate(keepers)]
            list(pool.map(lambda one: one[0].save(settings.load(file).with_option(one[1], "on")), names))
    assert len(settings.load(file).options) == 40


def test_settings_are_written_where_no_lock_can_be_had(tmp_path: Path) -> None:
    file = tmp_path / "s.json"
    (tmp_path / "s.json.lock").mkdir()
    settings.Keeper(Settings(), file).save(Settings(reviewer="RM"))
    assert settings.load(file).reviewer == "RM"


@given(st.builds(Settings, reviewer=TEXT, recent=st.lists(TEXT, unique=True, max_size=10).map(tuple)))
def test_one_window_alone_keeps_just_what_it_has(tmp_path: Path, kept: Settings) -> None:
    file = tmp_path / "s.json"
    file.unlink(missing_ok=True)
    keeper = settings.Keeper(Settings(), file)
    for now in (kept, kept.opened(Path("new")), kept.with_option("places", "a\nb")):
        keeper.save(now)
    assert settings.load(file).option("places") == "a\nb" and settings.load(file).reviewer == kept.reviewer
    file.write_text("no JSON")
    keeper.save(kept)  # then all that this window knows
    assert settings.load(file) == kept


@pytest.mark.parametrize("kept", [True, False])
def test_what_was_asked_for_at_the_start_is_for_that_start(tmp_path: Path, kept: bool) -> None:
    file = tmp_path / "s.json"
    found = Settings(device="cpu")
    if kept:
        settings.save(found, file)
    asked = replace(found, model="wbc8", device="cuda")
    keeper = settings.Keeper(found, file, begun=asked)
    keeper.save(replace(asked, reviewer="RM"))
    assert settings.load(file) == Settings(device="cpu", reviewer="RM")
    keeper.save(replace(asked, reviewer="RM", model="mine"))
    assert settings.load(file) == Settings(device="cpu", reviewer="RM", model="mine")
