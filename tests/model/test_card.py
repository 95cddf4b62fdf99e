"""Cards: JSON and back, every wrong entry named, bundles found and resolved by name."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allviewer.core.errors import BundleError
from allviewer.model import card, card_words, shelf
from allviewer.model.card import CARD_FILE, Abroad, Calibration, Card, Preprocessing

FULL = Card(
    name="full",
    architecture="efficientnet_b3",
    classes=("blast", "normal"),
    input_size=128,
    crop_factor=1.6,
    preprocessing=Preprocessing(
        mean=(0.5, 0.4, 0.3), std=(0.2, 0.2, 0.2), colour="density_ratio", black=True, median=3
    ),
    calibration=Calibration(temperature=1.3, thresholds=(0.1, 0.2), error_rates=(0.01, 0.01), far=2.0),
    abroad=Abroad(Preprocessing(colour="grey_parts", detail=32), Calibration(size=(4.0, 0.0))),
    statistics="statistics.safetensors",
    provenance={"data": "none", "figures": {"accuracy": 0.5}},
)


def write(folder: Path, text: str) -> Path:
    folder.mkdir(parents=True)
    (folder / CARD_FILE).write_text(text, encoding="utf-8")
    return folder


def test_round_trip(tmp_path: Path) -> None:
    assert card.read(write(tmp_path / "b", FULL.to_json())) == FULL


def test_defaults_may_be_left_out(tmp_path: Path) -> None:
    text = json.dumps(
        {"name": "b", "architecture": "deep_cnn", "classes": ["a", "b"], "input_size": 64, "crop_factor": 2}
    )
    assert card.read(write(tmp_path / "b", text)).preprocessing == Preprocessing()


@pytest.mark.parametrize(
    ("entry", "value", "words"),
    [
        ("classes", ["a"], "two or more"),
        ("classes", ["a", "a"], "each once"),
        ("classes", "ab", "list of names"),
        ("classes", [1, 2], "list of names"),
        ("name", "", "name"),
        ("name", ["x"], "name"),
        ("architecture", 3, "architecture"),
        ("input_size", 0, "input_size"),
        ("input_size", 10**9, "input_size"),
        ("input_size", 128.5, "input_size"),
        ("input_size", True, "input_size"),
        ("crop_factor", 0, "crop_factor"),
        ("crop_factor", "1.6", "crop_factor"),
        ("heatmap_range", -1, "heatmap_range"),
        ("preprocessing", {"std": [0, 1, 1]}, "std"),
        ("preprocessing", {"mean": [0, 1]}, "mean"),
        ("preprocessing", {"colour": "hsv"}, "colour"),
        ("preprocessing", {"colour": ["rgb"]}, "colour"),
        ("preprocessing", {"median": 4}, "median"),
        ("preprocessing", {"detail": 3}, "detail"),
        ("preprocessing", {"nucleus": [0.2, 0, 0.1]}, "nucleus"),
        ("preprocessing", {"red": [0.2, -1, 0.1]}, "red"),
        ("calibration", {"offsets": [0.5]}, "offsets"),
        ("preprocessing", {"black": "no"}, "black"),
        ("preprocessing", {"gamma": 1}, 'unknown entry "gamma"'),
        ("preprocessing", 5, "preprocessing"),
        ("calibration", {"temperature": 0}, "temperature"),
        ("calibration", {"thresholds": [0.1]}, "thresholds"),
        ("calibration", {"thresholds": 0.1}, "thresholds"),
        ("calibration", {"error_rates": [1, 0]}, "error_rates"),
        ("calibration", {"error_rates": 0.1}, "error_rates"),
        ("calibration", {"far": "x"}, "far"),
        ("calibration", {"size": [1.0]}, "size"),
        ("abroad", 3, "abroad"),
        ("abroad", {"calibration": {"size": [1.0]}}, "size"),
        ("abroad", {"preprocessing": {"colour": "hsv"}}, "colour"),
        ("abroad", {"calibration": [], "preprocessing": {}}, "calibration"),
        ("abroad", {"camera": 1}, 'unknown entry "camera"'),
        ("weights", 5, "weights"),
        ("provenance", [], "provenance"),
        ("format", 0, "format"),
        ("format", "1", "format"),
        ("surprise", 1, 'unknown entry "surprise"'),
    ],
)
def test_wrong_entries_are_named(tmp_path: Path, entry: str, value: object, words: str) -> None:
    raw: dict[str, Any] = json.loads(FULL.to_json())
    raw[entry] = {**raw[entry], **value} if isinstance(value, dict) else value
    with pytest.raises(BundleError, match=words) as raised:
        card.read(write(tmp_path / "b", json.dumps(raw)))
    assert str(tmp_path / "b" / CARD_FILE) in str(raised.value)


@pytest.mark.parametrize("number", ["NaN", "Infinity", "1e999"])
def test_numbers_that_are_not_finite(tmp_path: Path, number: str) -> None:
    text = FULL.to_json().replace('"temperature": 1.3', f'"temperature": {number}')
    with pytest.raises(BundleError, match="temperature"):
        card.read(write(tmp_path / "b", text))


@pytest.mark.parametrize("text", ["", "[]", "null", "{", "\x00", "[" * 100_000])
def test_what_is_no_card(tmp_path: Path, text: str) -> None:
    with pytest.raises(BundleError, match="damaged"):
        card.read(write(tmp_path / "b", text))


@pytest.mark.parametrize("change", ["renamed", "swapped", "calibrated"])
def test_what_makes_other_answers_is_noticed(tmp_path: Path, change: str) -> None:
    raw: dict[str, Any] = json.loads(FULL.to_json())
    if change == "renamed":
        raw["classes"][0] += "s"
    elif change == "swapped":
        raw["classes"].reverse()
    else:
        raw["calibration"]["temperature"] *= 2
    with pytest.raises(BundleError, match="not as it was written"):
        card.read(write(tmp_path / "b", json.dumps(raw)))
    del raw["answers_sha256"]  # as bundles were before
    assert card.read(write(tmp_path / "c", json.dumps(raw))) != FULL


def test_notes_and_layout_of_a_card_are_free(tmp_path: Path) -> None:
    raw: dict[str, Any] = json.loads(FULL.to_json())
    noted = {**raw, "name": "ours", "provenance": {"seen": "by hand"}}
    found = card.read(write(tmp_path / "b", json.dumps(dict(reversed(noted.items())))))
    assert found == replace(FULL, name="ours", provenance={"seen": "by hand"})


def test_a_missing_entry_is_named(tmp_path: Path) -> None:
    raw = json.loads(FULL.to_json())
    del raw["crop_factor"]
    with pytest.raises(BundleError, match="crop_factor"):
        card.read(write(tmp_path / "b", json.dumps(raw)))


def test_a_newer_format_is_told(tmp_path: Path) -> None:
    raw = {**json.loads(FULL.to_json()), "format": card.FORMAT + 1, "novelty": 1}
    with pytest.raises(BundleError, match="newer allviewer"):
        card.read(write(tmp_path / "b", json.dumps(raw)))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=8,
)


@given(entry=st.sampled_from(sorted(json.loads(FULL.to_json()))), value=json_values)
def test_any_value_is_read_or_refused(entry: str, value: object) -> None:
    text = json.dumps({**json.loads(FULL.to_json()), entry: value})
    try:
        assert isinstance(card.parse(text, Path("card.json")), Card)
    except BundleError as error:
        assert "card.json" in str(error)


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder for the person's own bundles, and no shipped ones."""
    monkeypatch.setattr(shelf, "user_models", lambda: tmp_path / "own")
    monkeypatch.setattr(shelf, "resources", lambda: tmp_path / "shipped")
    return tmp_path / "own"


def test_bundles_are_found_and_damaged_ones_left_out(own: Path, tmp_path: Path) -> None:
    write(tmp_path / "shipped" / "models" / "all_b3", FULL.to_json())
    write(own / "mine", replace(FULL, name="mine").to_json())
    write(own / "broken", "{")
    extra = write(tmp_path / "extra", replace(FULL, name="extra").to_json())
    found = shelf.find_bundles([extra, extra])
    assert [c.name for _, c in found] == ["full", "mine", "extra"]


def test_resolve_by_name_and_by_folder(own: Path, tmp_path: Path) -> None:
    shipped = write(tmp_path / "shipped" / "models" / "all_b3", FULL.to_json())
    mine = write(own / "mine", FULL.to_json())
    assert shelf.resolve("all_b3") == shipped
    assert shelf.resolve("mine") == mine
    assert shelf.resolve(str(mine)) == mine


@pytest.mark.parametrize("name", ["nothing", "", "../own/mine/..", "a/b", "\x00"])
def test_an_unknown_name_is_refused_with_the_known_ones(own: Path, name: str) -> None:
    write(own / "mine", FULL.to_json())
    with pytest.raises(BundleError, match="mine"):
        shelf.resolve(name)


def test_calibration_in_words() -> None:
    assert card_words.triage(Card("a", "b", ("x", "y"), 32, 1.4)) == "not calibrated"
    sized = replace(FULL, abroad=None, calibration=replace(FULL.calibration, size=(3.0, 0.0)))
    assert card_words.size(replace(FULL, abroad=None)) == ""
    assert "(blast +4), for cells from other cameras" in card_words.size(FULL)
    assert "grey_parts" in card_words.cameras(FULL)
    assert card_words.cameras(sized) == ""
    assert card_words.triage(sized) == "certain at an error rate of 1.0%, far cells told"
    assert f"({FULL.classes[0]} +3)" in card_words.size(sized)


def test_error_rates_in_words() -> None:
    first, second = FULL.classes

    def words(*rates: float, by_field: bool = False) -> str:
        calibration = replace(FULL.calibration, error_rates=rates, far=None)
        return card_words.triage(replace(FULL, calibration=calibration, by_field=by_field))

    assert words(0.05, 0.05) == "certain at an error rate of 5.0%"
    assert words() == "certain at an error rate that is not said"
    assert words(0.01, 0.05, by_field=True) == (
        f"certain at error rates of 1.0% ({first}), 5.0% ({second}), and only in agreement with its field"
    )
