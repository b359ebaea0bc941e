"""R3: what explains a balance adds up to it, for any entries, periods and numbers of lines."""

from hypothesis import given
from hypothesis import strategies as st

from walletdesk.ledger.explaining import Explanation, Flow, Gathering, Party, Share, Way, way_of
from walletdesk.ledger.status import Kind

moves = st.lists(st.tuples(st.sampled_from(Way), st.integers(1, 9), st.integers(1, 2**62)), max_size=60)


def gathered(given_moves: list[tuple[Way, int, int]], most_parties: int = 50) -> Gathering:
    gathering = Gathering(most_parties)
    for way, who, parts in given_moves:
        party = Party(wallet=who) if way in (Way.RECEIVED, Way.SENT) else Party(text=f"for {who}")
        gathering.add(way, party, Share(1, parts))
    return gathering


@given(moves, st.integers(0, 2**62), st.integers(0, 12), st.integers(1, 12))
def test_the_lines_make_closing_minus_opening(
    entries: list[tuple[Way, int, int]], opening: int, lines: int, parties: int
) -> None:
    closing = opening + sum(way.sign * parts for way, _, parts in entries)
    told = gathered(entries, parties).explanation(opening, closing, lines)
    assert told.adds_up
    assert told.change == closing - opening == sum(f.way.sign * f.share.parts for f in told.flows)
    assert sum(share.entries for f in told.flows for share in f.shares()) == len(entries)
    for flow in told.flows:
        assert len(flow.lines) <= lines
        sizes = [share.parts for _, share in flow.lines]
        assert sizes == sorted(sizes, reverse=True)
        assert flow.share.entries == sum(share.entries for share in flow.shares())


@given(moves.filter(bool), st.integers(0, 2**62))
def test_an_entry_too_many_or_too_few_shows(entries: list[tuple[Way, int, int]], opening: int) -> None:
    closing = opening + sum(way.sign * parts for way, _, parts in entries)
    assert not gathered(entries[1:]).explanation(opening, closing).adds_up


def test_each_operation_has_its_way() -> None:
    ways = [way_of(kind, comes) for kind in (Kind.ISSUE, Kind.REDEEM, Kind.TRANSFER) for comes in (True, False)]
    assert ways == [Way.ISSUED, Way.ISSUED, Way.REDEEMED, Way.REDEEMED, Way.RECEIVED, Way.SENT]


def test_the_others_are_counted_and_added_up() -> None:
    told = gathered([(Way.SENT, who, who * 10) for who in range(1, 6)]).explanation(150, 0, 2)
    (flow,) = told.flows
    assert [party.wallet for party, _ in flow.lines] == [5, 4]
    assert flow.others is not None
    assert (flow.others.parties, flow.others.share) == (3, Share(3, 60))
    assert flow.share == Share(5, 150)


def test_past_so_many_parties_nobody_is_counted_but_everything_is_added() -> None:
    told = gathered([(Way.ISSUED, who, 1) for who in range(1, 8)], 3).explanation(0, 7)
    (flow,) = told.flows
    assert len(flow.lines) == 3
    assert flow.others is not None
    assert (flow.others.parties, flow.others.share) == (None, Share(4, 4))
    assert told.adds_up


def test_nothing_happened() -> None:
    told = Gathering().explanation(5, 5)
    assert told == Explanation(5, 5, ())
    assert told.adds_up
    assert told.of(Way.SENT) == Flow(Way.SENT, Share(0, 0), ())
