"""Numbers as they are handed to other programs."""


def significant(value: float, digits: int = 9) -> float:
    """A number with the digits that mean something, so that two machines print the same."""
    return float(f"{value:.{digits}g}")
