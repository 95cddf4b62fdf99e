"""Packing: pictures in, crops with masks out, whole or not at all; and who goes to which side."""

import json
import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from allviewer.cli.main import main
from allviewer.core.errors import DataError
from allviewer.core.records import Kind
from allviewer.model import data, splits
from allviewer.model.dataset import classes_of
from allviewer.model.sample import Sample
from tests.model.cells import OPTIONS, case, pack, picture, save


def test_pack_cuts_cells_and_says_what_it_skipped(tmp_path: Path) -> None:
    good = save(tmp_path / "a/good.png", picture(1))
    bad = tmp_path / "a/bad.png"
    bad.write_text("no picture")
    samples = [Sample(good, "a", "here", kind=Kind.CELL), Sample(bad, "a", "here", kind=Kind.CELL)]
    made = data.pack(samples, tmp_path / "cells.safetensors", size=40, crop_factor=1.5)
    (only,) = made.cases
    assert (only.picture, only.label, only.order) == (good.as_posix(), "a", 0)
    assert len(made.skipped) == 1
    assert "bad.png" in made.skipped[0]
    (crop,) = made.crops([0])
    assert crop.pixels.shape == (40, 40, 3)
    assert crop.nucleus.any()
    assert (crop.cell >= crop.nucleus).mean() > 0.95
    # the nucleus is the dark middle
    assert crop.pixels[crop.nucleus].mean() < crop.pixels[~crop.cell].mean() - 50


def test_nothing_to_pack_is_told(tmp_path: Path) -> None:
    blank = save(tmp_path / "blank.png", np.full((64, 64, 3), 230, np.uint8))
    with pytest.raises(DataError, match="No cell was found"):
        data.pack([Sample(blank, "a", "here")], tmp_path / "cells.safetensors", size=32, crop_factor=1.4)
    assert not (tmp_path / "cells.safetensors").exists()


def test_other_files_are_refused(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"not safetensors")
    with pytest.raises(DataError, match="not a file of packed cells"):
        data.open_pack(tmp_path / "x")


def test_hash_knows_a_recompressed_picture_and_not_another(tmp_path: Path) -> None:
    first, second = (int(data.perceptual_hash(picture(n)), 16) for n in (1, 2))
    noisy = np.clip(picture(1).astype(int) + 2, 0, 255).astype(np.uint8)
    assert (first ^ int(data.perceptual_hash(noisy), 16)).bit_count() <= splits.NEAR
    assert (first ^ second).bit_count() > splits.NEAR


def test_blocks_are_contiguous_and_turn_with_the_fold(tmp_path: Path) -> None:
    cases = pack(tmp_path / "p").cases
    plan = splits.Plan(by="block", val=0.1, test=0.2)
    split = splits.split(cases, plan)
    orders = [cases[i].order for i in split.test]
    assert sorted(set(orders)) == [16, 17, 18, 19]
    turned = splits.split(cases, splits.Plan(by="block", val=0.1, test=0.2, fold=1))
    assert not set(turned.test) & set(split.test)


def test_each_stretch_of_a_source_has_its_own_held_out_end() -> None:
    cases = [case(n, "ab"[n % 2], group="") for n in range(200)]
    plan = splits.Plan(by="block", val=0.1, test=0.1, stretches={cases[0].source: 5})
    split = splits.split(cases, plan)
    places = sorted({cases[i].order // 2 for i in split.test})
    assert places == [18, 19, 38, 39, 58, 59, 78, 79, 98, 99]


def test_where_one_source_alone_names_groups_these_are_kept_together_too() -> None:
    named = [case(n, "ab"[n % 2], group=f"P{n // 4}", source="named") for n in range(80)]
    cases = [*named, *(case(n, source="bare") for n in range(40))]
    split = splits.split(cases, splits.Plan(by="auto", val=0.2, test=0.2))
    assert "by group, or by contiguous blocks" in split.unit
    sides = [{cases[i].group for i in side} - {""} for side in (split.train, split.val, split.test)]
    assert all(sides)
    assert not (sides[0] & sides[1] or sides[0] & sides[2] or sides[1] & sides[2])
    assert sorted(cases[i].order for i in split.test if cases[i].source == "bare") == list(range(32, 40))


def test_a_source_that_names_some_of_its_groups_is_asked_for_the_rest() -> None:
    cases = [case(n, group="P" if n else "") for n in range(4)]
    with pytest.raises(DataError, match="1 of 4 cells of here have no group"):
        splits.split(cases, splits.Plan(by="auto"))
    assert splits.split(cases, splits.Plan(by="block")).unit.startswith("by contiguous blocks")


def test_groups_are_never_parted() -> None:
    cases = [case(n, "ab"[n % 2], group=f"P{n // 4}") for n in range(80)]
    split = splits.split(cases, splits.Plan(by="auto", val=0.2, test=0.2))
    assert split.unit == "by group"
    sides = [{cases[i].group for i in side} for side in (split.train, split.val, split.test)]
    assert all(sides)
    assert not (sides[0] & sides[1] or sides[0] & sides[2] or sides[1] & sides[2])


def test_a_group_follows_the_side_that_the_data_fixes_of_it() -> None:
    cases = [case(n, group=f"P{n // 4}", split="test" if n == 0 else "") for n in range(40)]
    split = splits.split(cases, splits.Plan(by="auto", val=0.2, test=0.2))
    assert {0, 1, 2, 3} <= set(split.test)
    cases[1] = case(1, group="P0", split="train")
    with pytest.raises(DataError, match="group P0 of here on the sides test and train"):
        splits.split(cases, splits.Plan(by="auto"))
    assert splits.split(cases, splits.Plan(by="block")).train  # where groups do not count


@pytest.mark.parametrize("patients", [3, 4, 5, 6, 9])
@pytest.mark.parametrize("fold", range(3))
def test_few_patients_of_a_class_are_on_all_sides(patients: int, fold: int) -> None:
    """As C-NMC has them: each of one class. By fractions alone five left nobody to validate with."""
    cases = [case(n, "ab"[n % 2], group=f"{'ab'[n % 2]}{n // 2 % patients}") for n in range(8 * patients)]
    split = splits.split(cases, splits.Plan(fold=fold))
    for side in (split.train, split.val, split.test):
        assert {cases[i].label for i in side} == {"a", "b"}
    assert len(split.val) + len(split.test) <= len(split.train) or patients == 3


def test_patients_of_whom_each_has_other_classes_are_held_out_too() -> None:
    """As types of white cells are: a differential has what it has."""
    cells = [(p, n) for p in range(20) for n in range(5) if (p + 1) >> n & 1]
    cases = [case(5 * p + n, "abcde"[n], group=f"P{p}") for p, n in cells]
    split = splits.split(cases, splits.Plan())
    groups = [{cases[i].group for i in side} for side in (split.train, split.val, split.test)]
    assert not (groups[0] & groups[1] or groups[0] & groups[2] or groups[1] & groups[2])
    assert 2 <= len(groups[1]) <= 4
    assert 3 <= len(groups[2]) <= 5


def test_classes_of_one_patient_each_are_all_trained_on() -> None:
    cases = [
        case(n, "abcde"[n % 5], group=f"{'abcde'[n % 5]}{n % 20 if n % 5 == 4 else ''}") for n in range(80)
    ]
    for fold in range(5):
        split = splits.split(cases, splits.Plan(fold=fold))
        assert {cases[i].label for i in split.train} == set("abcde")
        assert {cases[i].label for i in split.val} == {cases[i].label for i in split.test} == {"e"}


def test_where_the_data_fixes_no_validation_its_training_side_gives_it() -> None:
    cases = [case(n, "ab"[n % 2], split="test" if n >= 60 else "train") for n in range(80)]
    split = splits.split(cases, splits.Plan())
    assert split.test == tuple(range(60, 80))
    assert {cases[i].label for i in split.val} == {"a", "b"}
    assert split.unit == (
        "as the data fixes it, its training side parted by contiguous blocks of pictures in file order"
    )
    named = [case(n, c.label, split=c.split, group=f"P{n // 6}") for n, c in enumerate(cases)]
    split = splits.split(named, splits.Plan())
    assert not {named[i].group for i in split.val} & {named[i].group for i in split.train}


def test_a_random_split_is_stamped() -> None:
    split = splits.split([case(n) for n in range(40)], splits.Plan(by="random"))
    assert split.unit == "at random (random split: optimistic)"


def test_no_groups_no_split_by_group() -> None:
    with pytest.raises(DataError, match="names no groups"):
        splits.split([case(n) for n in range(9)], splits.Plan(by="group"))


@given(st.lists(st.integers(0, 12), min_size=30, max_size=60), st.sampled_from(["block", "random"]))
def test_twins_are_never_on_two_sides(kinds: list[int], by: str) -> None:
    """Pictures share hashes at random; no hash may be on two sides."""
    cases = [case(n, phash=f"{kind * 0x1111111111111111:016x}") for n, kind in enumerate(kinds)]
    split = splits.split(cases, splits.Plan(by=by, val=0.2, test=0.2))
    sides = [{cases[i].phash for i in side} for side in (split.train, split.val, split.test)]
    assert not (sides[0] & sides[1] or sides[0] & sides[2] or sides[1] & sides[2])
    assert len(split.train) + len(split.val) + len(split.test) + len(split.removed) == len(cases)


def test_a_pack_is_taken_again_only_for_what_it_was_cut_from(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Other data, another kind, another size, another label or a new picture: never the old cells."""
    for name in "AB":
        for label in ("dark", "pale"):
            save(tmp_path / name / label / "1.png", picture(1, label=label))
    kept = tmp_path / "kept.safetensors"

    def packs(*more: str) -> tuple[int, str]:
        options = ["--out", str(tmp_path / "out"), "--pack", str(kept), "--pack-only", "--quiet"]
        return main(["train", "--kind", "cell", *options, *more]), capsys.readouterr().err

    first = ("--data", f"folder:{tmp_path / 'A'}")
    assert packs(*first)[0] == 0
    written = kept.read_bytes()
    assert packs(*first)[0] == 0
    missing = packs("--data", f"folder:{tmp_path / 'nowhere'}")
    assert missing[0] == 3
    assert "there is nothing there" in missing[1]
    for others in (("--data", f"folder:{tmp_path / 'B'}"), (*first, "--kind", "field")):
        code, said = packs(*others)
        assert code == 3
        assert "not known to hold what --data, --kind and --crop-size ask for" in said
    assert packs(*first, "--crop-size", "64")[0] == 3
    save(tmp_path / "A/pale/2.png", picture(2, label="pale"))
    assert packs(*first)[0] == 3
    assert kept.read_bytes() == written
    assert packs("--data", f"pack:{kept}")[0] == 0
    pack(kept)  # as of before, when packs did not say it
    assert packs(*first)[0] == 3


def test_what_is_left_out_is_told_counted_and_no_secret_of_the_exit_code(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A picture that cannot be read fails; one without a cell is done, and has no cell."""
    for label in ("dark", "pale"):
        for n in range(12):
            save(tmp_path / "set" / label / f"{n}.png", picture(n, label=label))
    save(tmp_path / "set" / "pale" / "bare.png", np.full((64, 64, 3), 230, np.uint8))
    given = ["--data", f"folder:{tmp_path / 'set'}", "--val-fraction", "0.2", *OPTIONS, "--quiet"]
    assert main(["train", *given, "--out", str(tmp_path / "whole")]) == 0
    said = capsys.readouterr().err
    assert "1 of the pictures have no cell in it" in said and "bare.png" in said
    (tmp_path / "set" / "dark" / "bad.png").write_text("no picture")
    assert main(["train", *given, "--out", str(tmp_path / "part")]) == 1
    assert f"{tmp_path / 'set' / 'dark' / 'bad.png'}: This is not a picture" in capsys.readouterr().err
    card = json.loads((tmp_path / "part" / "card.json").read_text())
    assert (card["provenance"]["pictures_unread"], card["provenance"]["pictures_without_a_cell"]) == (1, 1)
    packed = ["--data", f"pack:{tmp_path / 'part' / 'cells.safetensors'}", "--split", "all", "--quiet"]
    model = ["--model", str(tmp_path / "part"), "--draws", "5", "--no-shortcuts", "--device", "cpu"]
    assert main(["evaluate", *packed, *model, "--out", str(tmp_path / "figures")]) == 1
    assert json.loads((tmp_path / "figures" / "metrics.json").read_text())["pictures_unread"] == 1


def test_a_picture_given_twice_counts_once_and_has_one_label(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for label in ("dark", "pale"):
        save(tmp_path / "set" / label / "1.png", picture(1, label=label))
    twice = ["train", "--data", f"folder:{tmp_path / 'set'}", "--data", f"folder:{tmp_path / 'set'}"]
    more = ["--kind", "cell", "--pack-only", "--quiet", "--out", str(tmp_path / "out")]
    assert main([*twice, *more]) == 0
    assert len(data.open_pack(tmp_path / "out" / "cells.safetensors").cases) == 2
    (tmp_path / "other.csv").write_text("path,label\nset/dark/1.png,pale\n")
    assert main([*twice, "--data", f"csv:{tmp_path / 'other.csv'}", *more]) == 3
    assert "the data calls it both dark and pale" in capsys.readouterr().err


def test_a_picture_named_in_two_ways_is_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    save(tmp_path / "set" / "1.png", picture(1))
    (tmp_path / "twice.csv").write_text("path,label\nset/1.png,dark\nset/../set/1.png,pale\n")
    made = ["train", "--data", f"csv:{tmp_path / 'twice.csv'}", "--pack-only", "--out", str(tmp_path / "out")]
    assert main(made) == 3
    assert "the data calls it both dark and pale" in capsys.readouterr().err


def test_a_copy_as_another_class_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for label in ("dark", "pale"):
        for n in range(12):
            save(tmp_path / "set" / label / f"{n}.png", picture(n, label=label))
    save(tmp_path / "set" / "pale" / "copy.png", picture(3))
    save(tmp_path / "set" / "dark" / "same.png", picture(3))  # of its own class, and no contradiction
    given = ["--data", f"folder:{tmp_path / 'set'}", "--val-fraction", "0.2", *OPTIONS, "--quiet"]
    assert main(["train", *given, "--out", str(tmp_path / "out")]) == 0
    said = capsys.readouterr().err
    assert "1 of the pictures are there as two classes" in said
    assert "3.png as dark" in said and "copy.png as pale" in said


def test_a_label_to_rename_that_is_not_there_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = pack(tmp_path / "cells.safetensors").path
    given = ["train", "--pack-only", "--data", f"pack:{made}", "--quiet", "--out", str(tmp_path / "out")]
    assert main([*given, "--label", "Dark=blast", "--label", "pale=normal"]) == 0
    assert "of --label the data has no Dark. It has dark, pale." in capsys.readouterr().err


@pytest.mark.parametrize("command", ["train", "pack", "evaluate"])
def test_a_label_renamed_to_two_names_is_refused(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = pack(tmp_path / "cells.safetensors").path
    more = {"train": OPTIONS, "pack": ["--pack-only"], "evaluate": ["--model", "wbc8"]}[command]
    given = ["evaluate" if command == "evaluate" else "train", "--data", f"pack:{made}", "--quiet", *more]
    assert main([*given, "--label", "dark=a", "--label", "dark=b", "--out", str(tmp_path / "out")]) == 3
    assert '"dark" is given both a and b. Give one.' in capsys.readouterr().err


def test_classes_that_differ_in_capitals_or_spaces_alone_are_a_slip() -> None:
    with pytest.raises(DataError, match=r'The labels "Blast" and "blast " .* --label "blast =Blast"'):
        classes_of(["Blast", "blast ", "normal"])
    assert classes_of(["blast", "Blast"], ["Blast", "blast"]) == ("Blast", "blast")  # of a model of before


@pytest.mark.skipif(os.name == "nt", reason="rights work otherwise")
def test_a_pack_is_no_secret_from_colleagues(tmp_path: Path) -> None:
    (tmp_path / "plain").touch()
    made = pack(tmp_path / "cells.safetensors", per_class=1)
    assert made.path.stat().st_mode == (tmp_path / "plain").stat().st_mode
