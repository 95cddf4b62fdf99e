"""How the program is called: its commands, paths that open the window, and slips."""

from pathlib import Path

import pytest

from allviewer import RESEARCH_USE, __version__
from allviewer.cli import view
from allviewer.cli.main import main


@pytest.mark.parametrize(
    "arguments",
    [["analyse"], ["analyse", "x", "--out", "y", "--device", "abacus"], ["export"], ["--unheard-of"]],
)
def test_wrong_usage_is_2(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert left.value.code == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ["analyse"],
        ["analyse", "x", "--out", "y", "--batch-size", "0"],
        ["train", "--data", "folder:x", "--out", "y", "--workers", "-1"],
        ["train", "--data", "folder:x", "--out", "y", "--crop-size", "big"],
        ["evaluate", "--data", "folder:x", "--out", "y", "--model", "z", "--draws", "-1"],
    ],
)
def test_wrong_usage_is_one_line_that_says_where_the_options_are(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert left.value.code == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("allviewer: ") and f"allviewer {arguments[0]} --help" in line


@pytest.mark.parametrize("command", ["analyse", "export", "verify", "models", "train", "evaluate", "tune"])
def test_each_command_s_help_says_what_the_program_is_for(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main([command, "--help"])
    assert RESEARCH_USE in " ".join(capsys.readouterr().out.split())


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["--version"])
    assert left.value.code == 0
    assert capsys.readouterr().out.strip() == f"allviewer {__version__}"


def test_a_path_named_like_a_command_opens_the_window(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[list[Path]] = []
    monkeypatch.setattr(view, "run", lambda options: opened.append(options.paths) or 0)
    assert main(["./export"]) == main(["some", "export"]) == main([]) == 0
    assert opened == [[Path("export")], [Path("some"), Path("export")], []]


@pytest.mark.parametrize("arguments", [["bogus"], ["analise"], ["Analyze", "pictures", "--out", "x.csv"]])
def test_a_mistyped_command_is_2_in_one_line_that_says_what_there_is(
    arguments: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(view, "run", lambda options: pytest.fail("a window opened"))
    assert main(arguments) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert f"“{arguments[0]}” is no command, file or folder" in line and "evaluate, export" in line
    assert ("did you mean analyse?" in line) is (arguments != ["bogus"])


@pytest.mark.parametrize(
    "word", ["gone/pictures", "./analise", "analise.png", "/gone", "there", "n" * 300 + ".png"]
)
def test_a_path_opens_the_window_whether_it_is_there_or_not(
    word: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "there").mkdir()
    opened: list[list[Path]] = []
    monkeypatch.setattr(view, "run", lambda options: opened.append(options.paths) or 0)
    assert main([word]) == 0 and opened == [[Path(word)]]
