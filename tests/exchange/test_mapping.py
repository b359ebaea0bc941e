"""The mapping: what is saved is loaded the same, and every mistake is named."""

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from walletdesk.exchange.csv_read import Row
from walletdesk.exchange.mapping import AssetSpec, Becomes, Booking, Columns, Create, FileFormat, Kinds, Mapping
from walletdesk.exchange.mapping_toml import dump, load, parse, save
from walletdesk.exchange.refusals import (
    MappingKeyMissing,
    MappingKeyUnknown,
    MappingUnreadable,
    MappingValueWrong,
    MappingWordTwice,
)
from walletdesk.exchange.suggest import suggested
from walletdesk.ledger.refusals import FileFault, LedgerError

BANK = """
project = "Bank"
[asset]
code = "CZK"
name = "Czech koruna"
fractions = 100
[columns]
date = "date"
customer = "account_id"
kind = "type"
amount = "amount"
memo = "operation"
reference = "trans_id"
[format]            # what is left out is found by itself
date = "%y%m%d"
[kinds]
issue = ["PRIJEM"]
redeem = ["VYDAJ", "VYBER"]
[create]
customers = true
wallets = true
"""

TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=10).filter(str.strip)
COLUMN = st.none() | TEXT | st.integers(1, 1000)
MAPPINGS = st.builds(
    Mapping,
    st.none() | TEXT,
    st.builds(AssetSpec, st.none() | TEXT, st.none() | TEXT, st.none() | st.integers(1, 10**9), st.just(""), TEXT),
    st.builds(Columns, *[COLUMN] * 10),
    st.builds(
        FileFormat,
        st.sampled_from([None, ",", ";", "\t", "|"]),
        st.none() | TEXT,
        st.sampled_from([None, True, False]),
        st.none() | TEXT,
        st.sampled_from([None, ".", ","]),
        st.sampled_from([None, "", ".", ",", " ", "'", "\u00a0"]),
    ),
    st.builds(Kinds, *[st.lists(TEXT, max_size=3).map(tuple)] * 4),
    st.builds(Create, st.booleans(), st.booleans()),
    st.sampled_from([Becomes.ISSUE, Becomes.IN]),
    st.sampled_from([Becomes.REDEEM, Becomes.OUT]),
    st.none() | TEXT,
    st.none() | TEXT,
    st.sampled_from([None, *Booking]),
)


@given(MAPPINGS)
def test_what_is_written_is_read_back(mapping: Mapping) -> None:
    assert parse(dump(mapping)) == mapping


def test_a_file(tmp_path: Path) -> None:
    mapping = parse(BANK)
    save(mapping, tmp_path / "bank.toml")
    assert load(tmp_path / "bank.toml") == mapping == mapping.complete()
    assert tomllib.loads((tmp_path / "bank.toml").read_text(encoding="utf-8")) == tomllib.loads(BANK)


def test_the_mapping_of_a_bank() -> None:
    mapping = parse(BANK)
    assert mapping.asset == AssetSpec("CZK", "Czech koruna", 100)
    assert mapping.columns.customer == "account_id"
    assert mapping.kinds.words() == {"prijem": Becomes.ISSUE, "vydaj": Becomes.REDEEM, "vyber": Becomes.REDEEM}
    assert mapping.create == Create(True, True)


@pytest.mark.parametrize(
    ("text", "refusal", "named"),
    [
        ("colour = 1", MappingKeyUnknown, "colour"),
        ("[columns]\ncustomr = 'x'", MappingKeyUnknown, "columns.customr"),
        ("project = 5", MappingValueWrong, "project"),
        ("project = ' '", MappingValueWrong, "project"),
        ("asset = 'CZK'", MappingValueWrong, "asset"),
        ("[asset]\nfractions = 1.5", MappingValueWrong, "asset.fractions"),
        ("[asset]\nfractions = true", MappingValueWrong, "asset.fractions"),
        ("[asset]\nfractions = 0", MappingValueWrong, "asset.fractions"),
        ("[columns]\ndate = 0", MappingValueWrong, "columns.date"),
        ("[columns]\ndate = 0x" + "F" * 5000, MappingValueWrong, "columns.date"),
        ("[kinds]\nissue = [0x" + "F" * 5000 + "]", MappingValueWrong, "kinds.issue"),
        ("[columns]\ndate = true", MappingValueWrong, "columns.date"),
        ("[columns]\ndate = 2025-01-31", MappingValueWrong, "columns.date"),
        ("[format]\nheader = 'yes'", MappingValueWrong, "format.header"),
        ("[format]\nseparator = ', '", MappingValueWrong, "format.separator"),
        ("[format]\ndecimal = ''", MappingValueWrong, "format.decimal"),
        ("[format]\ndecimal = ';'", MappingValueWrong, "format.decimal"),
        ("[kinds]\nissue = [1]", MappingValueWrong, "kinds.issue"),
        ("[create]\nwallets = 1", MappingValueWrong, "create.wallets"),
        ("booking = 'later'", MappingValueWrong, "booking"),
        ("credit = 'redeem'", MappingValueWrong, "credit"),
    ],
)
def test_every_mistake_is_named(text: str, refusal: type[LedgerError], named: str) -> None:
    with pytest.raises(refusal) as caught:
        parse(text)
    assert vars(caught.value)["key"] == named


@pytest.mark.parametrize(
    "content", [b"a = ", b"\xff", b"x" * 2_000_000, b"\0", b"a=1\na=2", b"[" * 5000, b"a = " + b"9" * 5000]
)
def test_texts_that_are_no_toml(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "bad.toml").write_bytes(content)
    with pytest.raises(MappingUnreadable):
        load(tmp_path / "bad.toml")


def test_a_mapping_that_is_missing(tmp_path: Path) -> None:
    with pytest.raises(FileFault):
        load(tmp_path / "missing.toml")


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (('project = "Bank"', ""), "project"),
        (('customer = "account_id"', ""), "columns.customer"),
        (('amount = "amount"', ""), "columns.amount"),
        (('amount = "amount"', 'amount = "amount"\ncredit = "c"'), "columns.amount"),
        (("[kinds]", "[kinds]\ntransfer_in = ['X']"), "system"),
        (('issue = ["PRIJEM"]\nredeem = ["VYDAJ", "VYBER"]', ""), "kinds"),
    ],
)
def test_what_an_import_needs(change: tuple[str, str], key: str) -> None:
    with pytest.raises(MappingKeyMissing) as caught:
        parse(BANK.replace(*change)).complete()
    assert caught.value.key == key


def test_the_decimal_mark_is_no_group_mark() -> None:
    with pytest.raises(MappingValueWrong) as caught:
        replace(parse(BANK), format=FileFormat(decimal=".", group=".")).complete()
    assert (caught.value.key, caught.value.found) == ("format.group", '"."')


def test_a_word_stands_for_one_kind() -> None:
    with pytest.raises(MappingWordTwice):
        parse(BANK.replace('["PRIJEM"]', '["PRIJEM", "vyber"]')).complete()


def test_a_suggestion() -> None:
    rows = [
        Row(2, ["1", "9", "2025-01-01", "Credit", "5.00", "x"]),
        Row(3, ["2", "9", "2025-01-02", "DEBIT", "5", "y"]),
    ]
    found = suggested(("Trans_ID", "Account-id", "Date", "Type", "Amount", "Note"), rows)
    assert found.columns == Columns("Date", "Account-id", None, None, "Type", "Amount", None, None, "Note", "Trans_ID")
    assert found.kinds == Kinds(("Credit",), ("DEBIT",))
    assert suggested((), rows).columns == Columns()
