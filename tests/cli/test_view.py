"""The door of the window, where it cannot be opened."""

import sys

import pytest

from allviewer.cli.main import NOTHING_DONE, main


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere there is always a screen")
def test_without_a_screen_it_says_what_goes_without(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert main([]) == NOTHING_DONE
    said = capsys.readouterr().err
    assert said.startswith("allviewer: there is no screen here")
    assert "allviewer analyse PATH --out CSV" in said
