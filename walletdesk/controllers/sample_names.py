"""Invented people and occasions for the sample book."""

from __future__ import annotations

import random
from itertools import product

_FIRST = (
    "Aisha Amelia Ana Andrei Björn Chloé Darius Elena Emre Felix Freya Grace Hugo Idris Ingrid Jonas Kwame Leila "
    "Linnea Lukas Łucja Maja Mateo Mehmet Nadia Noah Omar Pavel Priya Rafael Salma Samuel Siân Sofia Tomás Yuki Zoë "
    "Ирина Νίκος"
).split()
_LAST = (
    "Alvarez Andersen Becker Costa Dubois Fischer Hartmann Horvat Ibrahim Jensen Kaya Keller Kowalski Laine Lindqvist "
    "Marino Mehta Müller Murphy Nguyen Nilsson O'Brien Okafor Ortega Petrov Popescu Rossi Santos Sato Tanaka Varga"
).split()

NOTES = ("Prefers e-mail", "Works council", "Season ticket 2025", "Pays at the till", "Founding member")
TOP_UPS = {
    "USD": ("Card top-up", "Cash-in at till", "Bank transfer"),
    "PTS": ("Welcome points", "Loyalty campaign spring", "Monthly bonus"),
    "GIFT": ("Gift card sale", "Birthday gift"),
    "DAY": ("Shift hours", "Festival crew"),
    "PARK": ("Parking ticket", "Resident allowance"),
}
PAY_OUTS = {
    "USD": ("Paid out in cash", "Chargeback"),
    "PTS": ("Points expired", "Prize collected"),
    "GIFT": ("Gift card returned", "Refund order"),
    "DAY": ("Days taken off", "Correction"),
    "PARK": ("Time expired", "Correction"),
}
USES = {
    "USD": ("Subscription renewal", "Deposit"),
    "PTS": ("Referral reward", "Coffee for points"),
    "GIFT": ("Paid by gift card", "Gift voucher used"),
    "DAY": ("Help received", "Garden day"),
    "PARK": ("Parking session", "Market day parking"),
}


def people(dice: random.Random, number: int) -> list[str]:
    """So many different full names, in no order; some people have none."""
    names = [f"{first} {last}" for first, last in product(_FIRST, _LAST)]
    chosen = dice.sample(names, number)
    return ["" if index % 97 == 96 else name for index, name in enumerate(chosen)]
