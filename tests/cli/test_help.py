"""What the command line says of itself: every option is explained, a slip names the command's own help."""

import pytest

from allviewer.cli.main import _COMMANDS as COMMANDS
from allviewer.cli.main import _parser, main


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_is_explained_with_what_it_is_where_nothing_is_given(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (commands,) = (a for a in _parser()._actions if isinstance(a.choices, dict))
    actions = commands.choices[command]._actions
    assert [a.dest for a in actions if not a.help] == []
    with pytest.raises(SystemExit):
        main([command, "--help"])
    told = " ".join(capsys.readouterr().out.split())
    for action in actions:
        if action.option_strings and isinstance(action.default, float):
            assert f"(default: {action.default})" in told


def test_an_option_that_a_command_does_not_have_is_its_own_slip(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as refused:
        main(["verify", "a.csv", "--fast"])
    assert refused.value.code == 2
    assert capsys.readouterr().err == (
        "allviewer: unrecognized arguments: --fast. allviewer verify --help names the options.\n"
    )
