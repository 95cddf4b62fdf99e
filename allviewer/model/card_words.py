"""A card's calibration in words, for the terminal and the window."""

from allviewer.model.card import Card


def triage(card: Card) -> str:
    """What `certain` promises, and whether cells unlike the training's are told."""
    calibration = card.calibration
    if not calibration.thresholds:
        return "not calibrated"
    far = ", far cells told" if calibration.far is not None else ""
    return f"certain at an error rate of {calibration.error_rate:.1%}{far}"


def size(card: Card) -> str:
    """What the width of a nucleus is taken to say, which was not learnt; empty if nothing."""
    odds = zip(card.classes, card.calibration.size, strict=False)  # no entries: nothing is said
    said = ", ".join(f"{name} {value:+g}" for name, value in odds if value)
    wider = "a nucleus e times wider in red cells adds log odds"
    return f"{wider} ({said}), most for cells unlike the training's" if said else ""
