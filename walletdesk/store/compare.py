"""What two states of one book differ in, both only read (I4).

States of one book share a beginning: as long as the hashes of a project's transactions agree, so does everything before
them, which is why the point where they part is found by a few questions.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator

from walletdesk.ledger.differences import Changed, Difference, Stretch, What
from walletdesk.ledger.values import Asset, wallet_label
from walletdesk.store import posting
from walletdesk.store.book import Book, Row

SLICE = 2_000
Steps = Generator[tuple[int, int], None, None]

_PROJECTS = "SELECT id, name, archived FROM project"
_ASSETS = (
    "SELECT id, project, name, code, fractions, unit, part, supply, created_at FROM asset WHERE project = ? ORDER BY id"
)
_CUSTOMERS = "SELECT key, project, created_at, id, name, description, suspended FROM customer WHERE key BETWEEN ? AND ?"
_WALLETS = (
    "SELECT wallet.id, wallet.project, wallet.created_at, wallet.number, wallet.asset, wallet.customer, "
    "wallet.balance, wallet.name, wallet.description, wallet.status, customer.id, customer.name "
    "FROM wallet LEFT JOIN customer ON customer.key = wallet.customer WHERE wallet.id BETWEEN ? AND ?"
)
_LAST = "SELECT (SELECT coalesce(max(key), 0) FROM customer), (SELECT coalesce(max(id), 0) FROM wallet)"
_LINK = (
    "SELECT hash, booked_at FROM txn JOIN seal ON seal.txn = txn.id WHERE project = ? AND number = ?"  # unique by both
)


def run(now: Book, then: Book) -> Generator[tuple[int, int], None, Difference]:
    """What would be another thing if ``then`` took the place of ``now``; yields (done, total) between slices."""
    work = _Comparison(now, then)
    yield from work.steps()
    lost, back = work.stretches()
    return Difference(
        lost,
        back,
        tuple(work.changed),
        _differing(now, then, "draft", "content"),
        _differing(now, then, "template", "name, content"),
    )


def _differing(now: Book, then: Book, table: str, columns: str) -> int:
    """How many rows of a table are in one of both only, or are not the same in both."""
    sql = f"SELECT id, project, {columns} FROM {table}"  # noqa: S608
    mine, theirs = ({row[0]: row for row in book.rows(sql)} for book in (now, then))
    return sum(1 for key in mine.keys() | theirs.keys() if mine.get(key) != theirs.get(key))


class _Comparison:
    """Both states, and what was found to differ."""

    def __init__(self, now: Book, then: Book) -> None:
        self._now, self._then = now, then
        self._projects = {row[0]: row for row in now.rows(_PROJECTS)}
        self._projects_then = {row[0]: row for row in then.rows(_PROJECTS)}
        self._assets: dict[str, Asset] = {}
        self.changed: list[Changed] = []

    def _name(self, project: str) -> str:
        row = self._projects.get(project) or self._projects_then[project]
        return str(row[1])

    def steps(self) -> Steps:
        for project in sorted(self._projects.keys() | self._projects_then.keys(), key=self._name):
            self._project(project)
            self._assets_of(project)
        ends = [book.rows(_LAST)[0] for book in (self._now, self._then)]
        last = [max(pair) for pair in zip(*ends, strict=True)]
        total, done = sum(last), 0
        for sql, end, compare in ((_WALLETS, last[1], self._wallet), (_CUSTOMERS, last[0], self._customer)):
            for first in range(1, end + 1, SLICE):
                for mine, theirs in self._pairs(sql, first):
                    compare(mine, theirs)
                done += min(SLICE, end + 1 - first)
                yield done, total

    def _pairs(self, sql: str, first: int) -> Iterator[tuple[Row | None, Row | None]]:
        """Rows of one key that are not the same in both; rows of one key that are two things come one by one."""
        bounds = (first, first + SLICE - 1)
        mine, theirs = ({row[0]: row for row in book.rows(sql, bounds)} for book in (self._now, self._then))
        for key in sorted(mine.keys() | theirs.keys()):
            one, other = mine.get(key), theirs.get(key)
            if one == other:
                continue
            if one and other and one[1:3] != other[1:3]:  # another project or instant: another thing under this key
                yield one, None
                yield None, other
            else:
                yield one, other

    # Projects and assets

    def _project(self, project: str) -> None:
        one, other = self._projects.get(project), self._projects_then.get(project)
        name = self._name(project)
        if one is None or other is None:
            self.changed.append(Changed(_gone(one), "project", name, name))
            return
        self._texts("project", name, name, "", (one[1:2], other[1:2]), (What.NAME,))
        self._status("project", name, name, "", *(("archived" if row[2] else "active") for row in (one, other)))

    def _assets_of(self, project: str) -> None:
        mine, theirs = (
            {row[0]: (row[-1], Asset(*row[:-1])) for row in book.rows(_ASSETS, (project,))}
            for book in (self._now, self._then)
        )
        for key in sorted(mine.keys() | theirs.keys()):
            one, other = mine.get(key), theirs.get(key)
            asset = (one or other or (0, None))[1]
            assert asset is not None
            self._assets[key] = asset
            name = self._name(project)
            if one is None or other is None:
                self.changed.append(Changed(_gone(one), "asset", name, asset.name, asset.code))
            else:
                texts = ((one[1].name,), (other[1].name,))
                self._texts("asset", name, asset.name, asset.code, texts, (What.NAME,))

    # Customers and wallets

    def _customer(self, one: Row | None, other: Row | None) -> None:
        row = one if one is not None and one[3] is not None else other
        if row is None or row[3] is None:
            return  # deleted in both
        project, title, sub = self._name(row[1]), row[4] or row[3], row[3] if row[4] else ""
        here, there = one is not None and one[3] is not None, other is not None and other[3] is not None
        if not here or not there or one is None or other is None:
            self.changed.append(Changed(What.LOST if here else What.BACK, "customer", project, title, sub))
            return
        self._texts("customer", project, title, sub, (one[4:6], other[4:6]), (What.NAME, What.DESCRIPTION))
        self._status("customer", project, title, sub, *("suspended" if r[6] else "active" for r in (one, other)))

    def _wallet(self, one: Row | None, other: Row | None) -> None:
        row = one or other
        assert row is not None
        owner, label = row[11] or row[10] or "", wallet_label(row[3], row[5] is None)
        project, asset = self._name(row[1]), self._assets[row[4]]
        title, sub = (owner, f"{row[7]} · {label}") if owner else (row[7], label)
        before, after = (found[6] if found else None for found in (one, other))
        if one is None or other is None:
            self.changed.append(Changed(_gone(one), "wallet", project, title, sub, asset, before, after))
            return
        if before != after:
            self.changed.append(Changed(What.BALANCE, "wallet", project, title, sub, asset, before, after))
        self._texts("wallet", project, title, sub, (one[7:9], other[7:9]), (What.NAME, What.DESCRIPTION))
        self._status("wallet", project, title, sub, one[9], other[9])

    def _texts(
        self, kind: str, project: str, title: str, sub: str, texts: tuple[Row, Row], whats: tuple[What, ...]
    ) -> None:
        for what, old, new in zip(whats, *texts, strict=True):
            if old != new:
                self.changed.append(Changed(what, kind, project, title, sub, old=old, new=new))

    def _status(self, kind: str, project: str, title: str, sub: str, old: str, new: str) -> None:
        if old != new:
            self.changed.append(Changed(What.STATUS, kind, project, title, sub, old=old, new=new))

    # Transactions

    def stretches(self) -> tuple[tuple[Stretch, ...], tuple[Stretch, ...]]:
        """The transactions of each project that only the one state has, and only the other."""
        lost, back = [], []
        for project in sorted(self._projects.keys() | self._projects_then.keys(), key=self._name):
            here, there = posting.head(self._now, project).number, posting.head(self._then, project).number
            shared = self._shared(project, min(here, there))
            if here > shared:
                lost.append(self._stretch(self._now, project, shared + 1, here))
            if there > shared:
                back.append(self._stretch(self._then, project, shared + 1, there))
        return tuple(lost), tuple(back)

    def _shared(self, project: str, most: int) -> int:
        """The last number up to which both have the same transactions."""
        least = 0
        probe = most  # mostly they agree to the end of the shorter one
        while least < most:
            if self._now.value(_LINK, (project, probe)) == self._then.value(_LINK, (project, probe)):
                least = probe
            else:
                most = probe - 1
            probe = (least + most + 1) // 2
        return least

    def _stretch(self, book: Book, project: str, first: int, last: int) -> Stretch:
        at = [book.rows(_LINK, (project, number))[0][1] for number in (first, last)]
        return Stretch(self._name(project), first, last, at[0], at[1])


def _gone(here: object) -> What:
    return What.BACK if here is None else What.LOST
