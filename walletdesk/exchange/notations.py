"""Finding how a column writes its amounts: which sign is the decimal mark, and which one groups the digits."""

from __future__ import annotations

from typing import Final

from walletdesk.exchange.refusals import AmountsAmbiguous
from walletdesk.ledger.amounts import PLAIN, Notation, Scale
from walletdesk.ledger.refusals import AmountNotWhole, AmountTooLarge, LedgerError

_CANDIDATES: Final = (
    PLAIN,
    Notation(".", ","),
    Notation(",", ""),
    Notation(",", "."),
    Notation(".", " "),
    Notation(",", " "),
    Notation(".", "'"),
    Notation(",", "'"),
    Notation(".", ",", (3, 2)),
)
_TO_NINES: Final = str.maketrans("12345678", "99999999")
_SHAPES: Final = 5000
_SAMPLES: Final = 500


class NotationFinder:
    """Takes the texts of a column one by one and answers the notation that reads most of them."""

    def __init__(self, scale: Scale) -> None:
        self._scale = scale
        self._shapes: dict[str, int] = {}
        self._doubtful: dict[str, None] = {}

    def add(self, text: str) -> None:
        """Look at one cell. Plain whole numbers, nearly all of some columns, say nothing and cost nothing."""
        if text.isdigit() or len(text) > 64:
            return
        shape = text.translate(_TO_NINES)
        count = self._shapes.get(shape)
        if count is None:
            if len(self._shapes) >= _SHAPES:
                return
            count = 0
        self._shapes[shape] = count + 1
        if len(self._doubtful) < _SAMPLES and ("," in text) != ("." in text):
            self._doubtful[text.strip()] = None

    def answer(self) -> Notation:
        """The notation; refuses AmountsAmbiguous where two read everything alike and mean different amounts."""
        fits = {
            notation: sum(n for shape, n in self._shapes.items() if _is_amount(shape, notation))
            for notation in _CANDIDATES
        }
        most = max(fits.values())
        best = [notation for notation in _CANDIDATES if fits[notation] == most]
        whole = {
            notation: sum(_read(self._scale, text, notation) is not None for text in self._doubtful)
            for notation in best
        }
        best = [notation for notation in best if whole[notation] == max(whole.values())]
        for text in self._doubtful:
            readings = {_read(self._scale, text, notation) for notation in best} - {None}
            if len(readings) > 1:
                told = sorted(amount for amount in readings if amount is not None)
                raise AmountsAmbiguous(text, tuple(self._scale.file_text(amount) for amount in told))
        return best[0]


def _is_amount(shape: str, notation: Notation) -> bool:
    try:
        Scale(1).parse(shape, notation)
    except (AmountNotWhole, AmountTooLarge):  # an amount all the same
        return True
    except LedgerError:
        return False
    return True


def _read(scale: Scale, text: str, notation: Notation) -> int | None:
    try:
        return scale.parse(text, notation)
    except LedgerError:
        return None
