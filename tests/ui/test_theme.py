"""The look holds what it promises: readable contrast, signs that differ, letters that tell classes apart."""

import itertools
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from allviewer.core import palette
from allviewer.core.labels import Label
from allviewer.services.settings import Settings
from allviewer.ui import class_signs, icons, theme
from allviewer.ui.canvas import scale_bar
from allviewer.ui.theme import DARK, LIGHT, Theme
from tests.ui.conftest import Rig


def luminance(colour: str) -> float:
    """Relative luminance of WCAG 2.2."""
    parts = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in QColor(colour).getRgbF()[:3]
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(first: str, second: str) -> float:
    low, high = sorted((luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)


def test_a_theme_of_no_known_name_is_as_the_system(rig: Rig) -> None:
    rig.settings = replace(rig.settings, theme="sepia")
    program = rig.start()
    program.commands._dress()  # as the start does
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    assert theme.of(app.palette()) in (LIGHT, DARK)
    assert theme.Choice("dark") is theme.Choice.DARK
    assert theme.Choice("sepia") is theme.Choice(Settings().theme) is theme.Choice.SYSTEM


@pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])
def test_text_is_readable_on_every_ground(look: Theme) -> None:
    for ground in (look.window, look.panel, look.field, look.hover, look.selected):
        assert contrast(look.text, ground) >= 7
    for ground in (look.window, look.panel, look.field):
        assert contrast(look.muted, ground) >= 4.5
        assert contrast(look.error, ground) >= 4.5
    assert contrast(look.on_accent, look.accent) >= 4.5
    assert contrast(look.on_surround, look.surround) >= 4.5


@pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])
def test_the_ground_around_the_picture_is_neutral_and_neither_black_nor_white(look: Theme) -> None:
    red, green, blue, _ = QColor(look.surround).getRgb()
    assert red == green == blue
    assert 64 <= red <= 160


def test_no_two_of_64_classes_look_alike() -> None:
    signs = [class_signs.class_sign(i) for i in range(64)]
    assert len(set(signs)) == 64
    assert class_signs.class_sign(None) not in signs


def test_a_class_that_the_bundle_lacks_is_seen_on_paper_and_like_no_other() -> None:
    foreign = class_signs.FOREIGN
    assert all(contrast(foreign.colour, ground) >= 3 for ground in (LIGHT.panel, LIGHT.field, DARK.panel))
    assert foreign not in [class_signs.class_sign(i) for i in range(64)]


def test_classes_differ_in_line_as_well_as_colour() -> None:
    for first, second in itertools.combinations(class_signs.SIGNS, 2):
        assert first.dashes != second.dashes and first.colour != second.colour


@pytest.mark.parametrize(
    ("classes", "letters"),
    [
        (("blast", "normal"), ("B", "N")),
        (
            (
                "basophil",
                "eosinophil",
                "erythroblast",
                "ig",
                "lymphocyte",
                "monocyte",
                "neutrophil",
                "platelet",
            ),
            ("B", "Eo", "Er", "I", "L", "M", "N", "P"),
        ),
        (("pre", "pre-b"), ("Pr", "Pb")),
        (("lymphocyte", "lymphoblast", "myeloblast"), ("Lc", "Lb", "M")),
        (("L1", "L2", "L3"), ("L1", "L2", "L3")),
        ((), ()),
    ],
)
def test_letters_tell_classes_apart(classes: tuple[str, ...], letters: tuple[str, ...]) -> None:
    assert class_signs.class_letters(classes) == letters


NAMES = st.text(st.sampled_from("abAB1 -é中"), min_size=1, max_size=5)


@given(st.lists(NAMES, unique=True, max_size=20), NAMES)
def test_no_two_of_any_classes_have_the_same_letters_or_those_of_a_foreign_one(
    classes: list[str], foreign: str
) -> None:
    letters = class_signs.class_letters(classes)
    assert len({one.casefold() for one in letters}) == len(classes)
    assert letters == class_signs.class_letters(tuple(classes)) and all(1 <= len(one) <= 3 for one in letters)
    assert class_signs.foreign_letters(foreign) not in letters


COLOURS = [sign.colour for sign in class_signs.SIGNS]


@given(
    st.lists(NAMES, unique=True, max_size=12),
    st.dictionaries(NAMES, st.sampled_from([*COLOURS, "#123456"]), max_size=8),
)
def test_colours_differ_while_there_are_some_and_lines_after_that(
    model: list[str], chosen: dict[str, str]
) -> None:
    own = [Label(name, colour, "") for name, colour in chosen.items() if name not in model]
    classes = [*model, *(label.name for label in own)]
    signs = class_signs.signs(classes, own)
    assert len(set(signs.values())) == len(classes)
    colours = {sign.colour for sign in signs.values()}
    assert len(colours) == len(classes) or colours >= set(COLOURS)
    assert [signs[name] for name in model] == [class_signs.class_sign(n) for n in range(len(model))]
    free = class_signs.free_colour(signs.values())
    assert free not in colours or colours >= set(COLOURS)


@pytest.mark.parametrize("choice", list(theme.Choice))
def test_a_theme_dresses_the_program(qapp: QApplication, qtbot: Any, choice: theme.Choice) -> None:
    before = (qapp.palette(), qapp.styleSheet(), qapp.font(), qapp.style().objectName())
    try:
        look = theme.apply(qapp, choice)
        label = QLabel("7")
        qtbot.addWidget(label)
        label.ensurePolished()
        assert theme.of(label.palette()) is look
        assert look.dark is (choice is theme.Choice.DARK) or choice is theme.Choice.SYSTEM
        assert label.palette().color(QPalette.ColorRole.WindowText).name() == look.text
        button = QPushButton("Accept")
        button.setProperty("role", "primary")
        qtbot.addWidget(button)
        button.show()
        assert theme.of(button.palette()) is look
    finally:
        qapp.setStyleSheet(before[1])
        qapp.setPalette(before[0])
        qapp.setFont(before[2])
        qapp.setStyle(before[3])


def test_the_three_sizes_of_type_keep_their_order(qapp: QApplication) -> None:
    sizes = [theme.font(size).pointSizeF() for size in (theme.Size.SMALL, theme.Size.BODY, theme.Size.TITLE)]
    assert sizes == sorted(set(sizes))


def test_icons_take_the_palettes_colour(qapp: QApplication) -> None:
    for look in (LIGHT, DARK):
        image = icons.icon("check", palette=theme.palette(look)).pixmap(40, 40).toImage()
        inked = [image.pixelColor(x, y) for x in range(40) for y in range(40)]
        assert any(c.alpha() == 255 and c.name() == look.text for c in inked)
    assert not icons.app_icon().isNull()


@pytest.mark.parametrize(
    ("scale", "um_per_px", "label"),
    [
        (1.0, 0.1, "10 µm"),
        (0.1, 0.1, "100 µm"),
        (40.0, 0.1, "0.2 µm"),
        (0.001, 0.1, "10 mm"),
        (1.0, None, "100 px"),
        (64.0, None, "2 px"),
        (500.0, None, "1 px"),
    ],
)
def test_the_scale_bar_has_a_round_length_that_fits(
    scale: float, um_per_px: float | None, label: str
) -> None:
    bar = scale_bar.bar_for(scale=scale, um_per_px=um_per_px)
    assert bar.label == label
    amount, unit = bar.label.split()
    pixels = (
        float(amount) * {"px": 1, "µm": 1 / (um_per_px or 1), "mm": 1000 / (um_per_px or 1)}[unit] * scale
    )
    assert bar.width == pytest.approx(pixels)
    assert bar.width <= scale_bar.LONGEST or bar.label == "1 px"


def test_icons_follow_a_change_of_look(rig: Rig) -> None:
    program = rig.start()
    undo, light, dark = (program.window.actions_by_id[i] for i in ("fit", "theme_light", "theme_dark"))
    seen = []
    try:
        for choice in (light, dark, light):
            choice.trigger()
            image = undo.icon().pixmap(40, 40).toImage()
            inked = {image.pixelColor(x, y).name() for x in range(40) for y in range(40)}
            seen.append((LIGHT.text in inked, DARK.text in inked))
    finally:
        light.trigger()
    assert seen == [(True, False), (False, True), (True, False)]


def test_the_look_follows_the_system_when_it_is_asked_to(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    program = rig.start()
    program.window.actions_by_id["theme_system"].trigger()
    monkeypatch.setattr(theme, "_chosen", lambda _app, _choice: DARK)
    try:
        QGuiApplication.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
        assert theme.of(program.window.palette()) is DARK
    finally:
        monkeypatch.undo()
        program.window.actions_by_id["theme_light"].trigger()


def test_classes_have_one_row_of_colours_here_and_in_what_is_written() -> None:
    colours = [palette.hex_of(colour) for colour in palette.CLASSES]
    assert [sign.colour for sign in class_signs.SIGNS] == colours
