"""Odd names, full disks, read-only folders: what can be done is done, the rest is told, nothing is lost."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image as Pillow

from allviewer.core import image, report
from allviewer.core.errors import OutputError

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="POSIX names, limits and rights")

NAMES = {
    "emoji": "🩸 smear 🔬.png",
    "right-to-left": "תמונה عينة.png",
    "turned": "a\u202egnp.exe.png",
    "newline": "a\nb\r\tc.png",
    "long": "ä" * 120 + ".png",
    "quotes": "a'b\"c,d;e=1.png",
    "formula": '=HYPERLINK("x").png',
    "markup": "<b><img src=x>&amp;.png",
    "not Unicode": os.fsdecode(b"\xff\xfe.png"),
}


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_odd_names_are_found_read_and_reported(tmp_path: Path, name: str) -> None:
    Pillow.new("RGB", (4, 4), "red").save(tmp_path / "plain.png")
    (tmp_path / "plain.png").rename(tmp_path / name)
    (found,) = image.find_images([tmp_path])
    assert found.name == name
    assert image.read(found).pixels.shape == (4, 4, 3)
    row = dict.fromkeys(report.columns(()), "") | {"image": name, "note": name}
    with report.CsvWriter(tmp_path / "out.csv", report.columns(())) as writer:
        writer.write(row)
    (back,) = report.read_csv(tmp_path / "out.csv")
    assert back["image"] == name.encode("utf-8", "backslashreplace").decode()


def test_path_of_three_hundred_and_more_characters(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["x" * 100] * 6)
    deep.mkdir(parents=True)
    Pillow.new("RGB", (4, 4)).save(deep / "a.png")
    (found,) = image.find_images([tmp_path])
    assert len(str(found)) > 600
    assert image.read(found).pixels.shape == (4, 4, 3)


def test_folder_that_contains_itself(tmp_path: Path) -> None:
    Pillow.new("RGB", (4, 4)).save(tmp_path / "a.png")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "me").symlink_to(tmp_path, target_is_directory=True)
    assert [p.name for p in image.find_images([tmp_path, tmp_path / "sub" / "me"])] == ["a.png"]


# In a child, because a limit on file sizes cannot be lifted again by everybody
FULL = """
import resource, sys
from pathlib import Path
from allviewer.core import report
from allviewer.core.errors import OutputError
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    with report.CsvWriter(Path(sys.argv[1]), ("image", "note")) as writer:
        for number in range(100_000):
            writer.write({"image": str(number), "note": "x" * 50})
except OutputError as error:
    print(error)
"""


def test_disk_that_fills_up_leaves_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    target.write_text("old")
    done = subprocess.run([sys.executable, "-c", FULL, target], check=True, capture_output=True, text=True)
    assert "could not be written: the file would be larger" in done.stdout
    assert target.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["out.csv"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_full_device() -> None:
    with (
        pytest.raises(OutputError, match="the disk is full"),
        report.CsvWriter(Path("/dev/full"), ("image",)) as writer,
    ):
        writer.write({"image": "a"})
    assert Path("/dev/full").is_char_device()


def test_full_disk_at_the_last_moment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "out.csv"
    target.write_text("old")

    def full(handle: int) -> None:
        raise OSError(28, os.strerror(28))

    with (
        pytest.raises(OutputError, match="the disk is full"),
        report.CsvWriter(target, ("image",)) as writer,
    ):
        writer.write({"image": "a"})
        monkeypatch.setattr(os, "fsync", full)
    assert target.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["out.csv"]


def test_read_only_folder(nobody: Path) -> None:
    folder = nobody / "fixed"
    folder.mkdir()
    target = folder / "a.csv"
    target.write_text("old")
    folder.chmod(0o555)
    with pytest.raises(OutputError, match="no permission"), report.CsvWriter(target, ("image",)):
        pass
    assert target.read_text() == "old"
    folder.chmod(0o755)


# Written row by row until the killer comes
ENDLESS = """
import sys
from pathlib import Path
from allviewer.core import report
with report.CsvWriter(Path(sys.argv[1]), ("image",)) as writer:
    while True:
        writer.write({"image": "x" * 1000})
        print("row", flush=True)
"""


def test_killed_while_writing_leaves_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    target.write_text("old")
    with subprocess.Popen([sys.executable, "-c", ENDLESS, target], stdout=subprocess.PIPE) as child:
        assert child.stdout
        for _ in range(100):
            child.stdout.readline()
        child.kill()
    assert target.read_text() == "old"
