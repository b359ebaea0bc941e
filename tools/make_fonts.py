"""Make resources/fonts from Inter: the scripts and features that the window needs, under a name of its own.

The name is changed because an Inter installed on the computer would otherwise win over the bundled one, and
pictures of the window would differ between machines.

Needs Debian's package fonts-inter (4.0~beta7) and fonttools, which is no dependency of the program:

    python3 -m venv /tmp/fonts && /tmp/fonts/bin/pip install fonttools
    /tmp/fonts/bin/python tools/make_fonts.py
"""

import argparse
import re
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

FAMILY = "WalletDesk Sans"
WEIGHTS = ("Regular", "Medium", "SemiBold", "Bold")
TARGET = Path(__file__).resolve().parent.parent / "resources" / "fonts"

UNICODES = [
    *range(0x0020, 0x007F),  # Basic Latin
    *range(0x00A0, 0x0250),  # Latin-1, Latin Extended A and B
    *range(0x02B0, 0x0370),  # modifier letters, combining marks
    *range(0x0370, 0x0400),  # Greek
    *range(0x0400, 0x0530),  # Cyrillic
    *range(0x1E00, 0x1F00),  # Latin Extended Additional, Vietnamese among it
    *range(0x2000, 0x2070),  # punctuation and blanks
    *range(0x2070, 0x20A0),  # superscripts and subscripts
    *range(0x20A0, 0x20D0),  # currencies
    *range(0x2100, 0x2190),  # letterlike symbols, number forms
    *range(0x2190, 0x2200),  # arrows
    *range(0x2200, 0x2300),  # mathematics
    *range(0x2300, 0x2400),  # keys
    *range(0x25A0, 0x2600),  # geometric shapes
    *range(0x2600, 0x27C0),  # check marks
    0xFFFD,
]
FEATURES = [
    "calt", "case", "ccmp", "cpsp", "dnom", "frac", "kern", "locl", "mark", "mkmk", "numr", "ordn", "pnum",
    "sinf", "subs", "sups", "tnum", "zero", "liga",
    *(f"ss{number:02}" for number in range(1, 9)), *(f"cv{number:02}" for number in range(1, 14)),
]  # fmt: skip

# A name table's numbers: family, style, unique id, full name, version, PostScript name, typographic family and style.
DROPPED_NAMES = {21, 22, 25}


def rename(font: TTFont, weight: str) -> None:
    """Give the font our family; Regular and Bold are the family's own styles, the others families beside it."""
    plain = weight in ("Regular", "Bold")
    version = font["name"].getDebugName(5)
    names = {
        1: FAMILY if plain else f"{FAMILY} {weight}",
        2: weight if plain else "Regular",
        3: f"{FAMILY} {weight}; {version}",
        4: f"{FAMILY} {weight}",
        6: f"{FAMILY.replace(' ', '')}-{weight}",
        16: FAMILY,
        17: weight,
    }
    table = font["name"]
    table.names = [record for record in table.names if record.nameID not in DROPPED_NAMES | names.keys()]
    for number, text in names.items():
        table.setName(text, number, 3, 1, 0x409)
    cff = font["CFF "].cff
    cff.fontNames = [names[6]]
    top = cff.topDictIndex[0]
    top.FamilyName, top.FullName, top.Weight = FAMILY, names[4], weight


def make(source: Path, weight: str, target: Path) -> None:
    """Write one weight."""
    font = TTFont(source / f"Inter-{weight}.otf", recalcTimestamp=False)
    options = Options(layout_features=FEATURES, name_IDs=["*"], notdef_outline=True, glyph_names=False, hinting=False)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=UNICODES)
    subsetter.subset(font)
    rename(font, weight)
    font.save(target / f"WalletDeskSans-{weight}.otf")


def licence(copyright_file: Path) -> str:
    """The Open Font License as Debian's machine-readable copyright file carries it, as plain text."""
    text = copyright_file.read_text(encoding="utf-8")
    holder = re.search(r"^Copyright: (.*)$", text, re.MULTILINE)
    body = re.search(r"^License: OFL-1\.1\n((?: .*\n)+)", text, re.MULTILINE)
    assert holder, "the copyright file names no holder"
    assert body, "the copyright file lacks the licence"
    plain = "\n".join("" if line == " ." else line.removeprefix(" ") for line in body[1].splitlines())
    return (
        f"Copyright {holder[1]} (https://github.com/rsms/inter)\n\n"
        f"{FAMILY} is a modified version of Inter: a subset of its characters under another name.\n\n"
        "This Font Software is licensed under the SIL Open Font License, Version 1.1 (https://openfontlicense.org),\n"
        "which is copied below.\n\nSIL OPEN FONT LICENSE Version 1.1 - 26 February 2007\n\n"
        f"{plain}\n"
    )


def main() -> None:
    """Make all weights and the licence beside them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--source", type=Path, default=Path("/usr/share/fonts/opentype/inter"))
    parser.add_argument("--copyright", type=Path, default=Path("/usr/share/doc/fonts-inter/copyright"))
    parser.add_argument("--target", type=Path, default=TARGET)
    given = parser.parse_args()
    given.target.mkdir(parents=True, exist_ok=True)
    for weight in WEIGHTS:
        make(given.source, weight, given.target)
    (given.target / "OFL.txt").write_text(licence(given.copyright), encoding="utf-8")


if __name__ == "__main__":
    main()
