"""A card's calibration in words, for the terminal and the window."""

from allviewer.model.card import Card


def triage(card: Card) -> str:
    """What `certain` promises, and whether cells unlike the training's are told."""
    return ", ".join(triage_parts(card))


def triage_parts(card: Card) -> tuple[str, ...]:
    """What `triage` says, part by part: each is translated for itself."""
    calibration = card.calibration
    if not calibration.thresholds:
        return ("not calibrated",)
    field = ("and only in agreement with its field",) if card.by_field else ()
    far = ("far cells told",) if calibration.far is not None else ()
    return (_rates(card), *field, *far)


def _rates(card: Card) -> str:
    rates = card.calibration.error_rates
    if not rates:
        return "certain at an error rate that is not said"
    if len(set(rates)) == 1:
        return f"certain at an error rate of {rates[0]:.1%}"
    said = (f"{rate:.1%} ({name})" for name, rate in zip(card.classes, rates, strict=True))
    return f"certain at error rates of {', '.join(said)}"


def size(card: Card) -> str:
    """What the width of a nucleus is taken to say, which was not learnt; empty if nothing."""
    odds = zip(card.classes, (card.abroad or card).calibration.size, strict=False)  # no entries: nothing
    said = ", ".join(f"{name} {value:+g}" for name, value in odds if value)
    where = ", for cells from other cameras" if card.abroad else ""
    return f"a nucleus e times wider in red cells adds log odds ({said}){where}" if said else ""


def cameras(card: Card) -> str:
    """How cells are read that come from cameras other than the training's; empty if like all others."""
    if card.abroad is None:
        return ""
    home, abroad = card.preprocessing.colour, card.abroad.preprocessing.colour
    return (
        f"{home} where the training saw every class; {abroad} elsewhere, and never certain where it saw none"
    )
