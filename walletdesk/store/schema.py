"""The book's tables, written by hand: what SQLite itself refuses, whoever writes (B4, W1, W4, W5, A2, A4, T1, T5).

A transaction is sealed: its key refers to its seal, a reference that SQLite checks at COMMIT, and the seal's trigger
checks numbers, operations and entries. After the seal nothing can be added, and nothing is ever changed or deleted.
INSERT OR REPLACE would delete rows without their triggers; the ``*_new`` triggers refuse it by themselves.
"""

from __future__ import annotations

APPLICATION_ID = 0x57444B31
"""``WDK1`` in the file's header: a WalletDesk book."""

VERSION = 3
"""Of the schema, in ``user_version``."""

_TABLES = """
CREATE TABLE book (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    id TEXT NOT NULL CHECK (length(id) = 32),
    zone TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE project (
    id TEXT PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 30),
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    archived INTEGER NOT NULL DEFAULT 0 CHECK (archived IN (0, 1)),
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE asset (
    id TEXT PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 30),
    project TEXT NOT NULL REFERENCES project (id),
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    code TEXT NOT NULL CHECK (length(code) BETWEEN 1 AND 16),
    folded_code TEXT NOT NULL,
    fractions INTEGER NOT NULL CHECK (fractions BETWEEN 1 AND 1000000000),
    unit TEXT NOT NULL DEFAULT '' CHECK (length(unit) <= 16),
    part TEXT NOT NULL DEFAULT '' CHECK (length(part) <= 16),
    supply INTEGER NOT NULL DEFAULT 0 CHECK (supply >= 0),
    created_at INTEGER NOT NULL,
    UNIQUE (project, folded_code)
) STRICT, WITHOUT ROWID;

CREATE TABLE customer (
    key INTEGER PRIMARY KEY,
    project TEXT NOT NULL REFERENCES project (id),
    id TEXT CHECK (length(id) BETWEEN 1 AND 200),
    name TEXT NOT NULL DEFAULT '' CHECK (length(name) <= 200),
    description TEXT NOT NULL DEFAULT '' CHECK (length(description) <= 2000),
    suspended INTEGER NOT NULL DEFAULT 0 CHECK (suspended IN (0, 1)),
    created_at INTEGER NOT NULL,
    deleted_at INTEGER,
    UNIQUE (project, id),
    CHECK ((id IS NULL) = (deleted_at IS NOT NULL)),
    CHECK (id IS NOT NULL OR (name = '' AND description = ''))
) STRICT;

CREATE TABLE wallet (
    id INTEGER PRIMARY KEY,
    project TEXT NOT NULL REFERENCES project (id),
    number INTEGER NOT NULL CHECK (number > 0),
    asset TEXT NOT NULL REFERENCES asset (id),
    customer INTEGER REFERENCES customer (key),
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    description TEXT NOT NULL DEFAULT '' CHECK (length(description) <= 2000),
    status TEXT NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'suspended', 'closed')),
    balance INTEGER NOT NULL DEFAULT 0 CHECK (balance >= 0),
    entries INTEGER NOT NULL DEFAULT 0 CHECK (entries >= 0),
    created_at INTEGER NOT NULL,
    UNIQUE (project, number),
    CHECK (status <> 'closed' OR balance = 0)
) STRICT;
CREATE INDEX wallet_customer ON wallet (customer);
CREATE INDEX wallet_asset ON wallet (asset);

CREATE TABLE batch (
    id INTEGER PRIMARY KEY,
    project TEXT NOT NULL REFERENCES project (id),
    number INTEGER NOT NULL CHECK (number > 0),
    kind TEXT NOT NULL CHECK (kind IN ('import', 'run', 'reversal')),
    name TEXT NOT NULL CHECK (length(name) <= 300),
    fingerprint TEXT NOT NULL,
    reverses INTEGER UNIQUE REFERENCES batch (id),
    created_at INTEGER NOT NULL,
    UNIQUE (project, number)
) STRICT;

CREATE TABLE txn (
    id INTEGER PRIMARY KEY REFERENCES seal (txn) DEFERRABLE INITIALLY DEFERRED,
    project TEXT NOT NULL REFERENCES project (id),
    number INTEGER NOT NULL CHECK (number > 0),
    booked_at INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    value_date TEXT CHECK (value_date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    reference TEXT CHECK (length(reference) BETWEEN 1 AND 100),
    description TEXT NOT NULL CHECK (length(description) <= 2000),
    salt BLOB CHECK (length(salt) = 16),
    digest BLOB NOT NULL CHECK (length(digest) = 32),
    key BLOB UNIQUE CHECK (length(key) = 16),
    reverses INTEGER UNIQUE REFERENCES txn (id),
    batch INTEGER REFERENCES batch (id),
    UNIQUE (project, number)
) STRICT;
CREATE UNIQUE INDEX txn_reference ON txn (project, reference) WHERE reference IS NOT NULL;
CREATE INDEX txn_batch ON txn (batch) WHERE batch IS NOT NULL;

CREATE TABLE operation (
    txn INTEGER NOT NULL REFERENCES txn (id),
    position INTEGER NOT NULL CHECK (position BETWEEN 1 AND 10000),
    kind TEXT NOT NULL CHECK (kind IN ('transfer', 'issue', 'redeem')),
    amount INTEGER NOT NULL CHECK (amount > 0),
    source INTEGER REFERENCES wallet (id),
    source_seq INTEGER,
    target INTEGER REFERENCES wallet (id),
    target_seq INTEGER,
    memo TEXT NOT NULL CHECK (length(memo) <= 200),
    PRIMARY KEY (txn, position),
    CHECK (source IS NULL OR target IS NULL OR source <> target),
    CHECK ((kind = 'issue') = (source IS NULL)),
    CHECK ((kind = 'redeem') = (target IS NULL)),
    CHECK ((source IS NULL) = (source_seq IS NULL)),
    CHECK ((target IS NULL) = (target_seq IS NULL))
) STRICT, WITHOUT ROWID;

CREATE TABLE entry (
    wallet INTEGER NOT NULL REFERENCES wallet (id),
    seq INTEGER NOT NULL CHECK (seq > 0),
    amount INTEGER NOT NULL CHECK (amount <> 0),
    balance INTEGER NOT NULL CHECK (balance >= 0),
    booked_at INTEGER NOT NULL,
    txn INTEGER NOT NULL REFERENCES txn (id),
    position INTEGER NOT NULL,
    PRIMARY KEY (wallet, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE seal (
    txn INTEGER PRIMARY KEY REFERENCES txn (id),
    hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;

CREATE TABLE event (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    subject TEXT NOT NULL CHECK (subject IN ('book', 'project', 'asset', 'customer', 'wallet', 'batch')),
    ref TEXT NOT NULL,
    action TEXT NOT NULL,
    old TEXT,
    new TEXT,
    salt BLOB CHECK (length(salt) = 16),
    digest BLOB NOT NULL CHECK (length(digest) = 32),
    hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;
CREATE INDEX event_subject ON event (subject, ref);

CREATE TABLE draft (
    id INTEGER PRIMARY KEY,
    project TEXT NOT NULL REFERENCES project (id),
    content TEXT NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;

CREATE TABLE template (
    id INTEGER PRIMARY KEY,
    project TEXT NOT NULL REFERENCES project (id),
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    content TEXT NOT NULL,
    updated_at INTEGER NOT NULL,
    UNIQUE (project, name)
) STRICT;
"""

_SEARCH = """
CREATE TABLE wallet_text (
    wallet INTEGER PRIMARY KEY REFERENCES wallet (id),
    text TEXT NOT NULL
) STRICT;
CREATE TABLE customer_text (
    customer INTEGER PRIMARY KEY REFERENCES customer (key),
    text TEXT NOT NULL
) STRICT;
CREATE VIRTUAL TABLE wallet_search USING fts5 (
    text, content = 'wallet_text', content_rowid = 'wallet', tokenize = 'trigram case_sensitive 1'
);
CREATE VIRTUAL TABLE customer_search USING fts5 (
    text, content = 'customer_text', content_rowid = 'customer', tokenize = 'trigram case_sensitive 1'
);
"""

_POSTING = """
CREATE TRIGGER txn_new BEFORE INSERT ON txn BEGIN SELECT CASE
    WHEN EXISTS (SELECT 1 FROM txn WHERE id = NEW.id)
        THEN RAISE (ABORT, 'txn: posted transactions are never replaced')
    WHEN EXISTS (SELECT 1 FROM txn WHERE project = NEW.project AND number >= NEW.number)
        THEN RAISE (ABORT, 'txn: numbers only grow')
    WHEN EXISTS (SELECT 1 FROM txn WHERE project = NEW.project AND reference = NEW.reference)
        THEN RAISE (ABORT, 'txn: the reference is taken')
    WHEN EXISTS (SELECT 1 FROM txn WHERE key = NEW.key) OR EXISTS (SELECT 1 FROM txn WHERE reverses = NEW.reverses)
        THEN RAISE (ABORT, 'txn: posted or reversed before')
    WHEN (SELECT archived FROM project WHERE id = NEW.project) THEN RAISE (ABORT, 'txn: the project is archived')
END; END;

CREATE TRIGGER operation_new BEFORE INSERT ON operation BEGIN SELECT CASE
    WHEN EXISTS (SELECT 1 FROM seal WHERE txn = NEW.txn) THEN RAISE (ABORT, 'operation: the transaction is sealed')
    WHEN EXISTS (SELECT 1 FROM operation WHERE txn = NEW.txn AND position = NEW.position)
        THEN RAISE (ABORT, 'operation: never replaced')
    WHEN EXISTS (SELECT 1 FROM wallet WHERE id IN (NEW.source, NEW.target)
                 AND project <> (SELECT project FROM txn WHERE id = NEW.txn))
        THEN RAISE (ABORT, 'operation: a wallet of another project')
    WHEN NEW.kind = 'transfer' AND (SELECT asset FROM wallet WHERE id = NEW.source)
                                <> (SELECT asset FROM wallet WHERE id = NEW.target)
        THEN RAISE (ABORT, 'operation: two assets')
END; END;

CREATE TRIGGER operation_issue AFTER INSERT ON operation WHEN NEW.kind = 'issue' BEGIN
    UPDATE asset SET supply = supply + NEW.amount WHERE id = (SELECT asset FROM wallet WHERE id = NEW.target);
END;

CREATE TRIGGER operation_redeem AFTER INSERT ON operation WHEN NEW.kind = 'redeem' BEGIN
    UPDATE asset SET supply = supply - NEW.amount WHERE id = (SELECT asset FROM wallet WHERE id = NEW.source);
END;

CREATE TRIGGER entry_new BEFORE INSERT ON entry BEGIN SELECT CASE
    WHEN EXISTS (SELECT 1 FROM seal WHERE txn = NEW.txn) THEN RAISE (ABORT, 'entry: the transaction is sealed')
    WHEN NOT EXISTS (SELECT 1 FROM wallet WHERE id = NEW.wallet AND status = 'open' AND entries = NEW.seq - 1
                     AND balance + NEW.amount = NEW.balance)
        THEN RAISE (ABORT, 'entry: the wallet is not open, or the number or balance is wrong')
    WHEN NOT EXISTS (SELECT 1 FROM operation WHERE txn = NEW.txn AND position = NEW.position
                     AND ((source = NEW.wallet AND source_seq = NEW.seq AND amount = -NEW.amount)
                       OR (target = NEW.wallet AND target_seq = NEW.seq AND amount = NEW.amount)))
        THEN RAISE (ABORT, 'entry: no operation posts it')
    WHEN NOT EXISTS (SELECT 1 FROM txn WHERE id = NEW.txn AND booked_at = NEW.booked_at)
        THEN RAISE (ABORT, 'entry: another instant than its transaction')
    WHEN EXISTS (SELECT 1 FROM entry WHERE wallet = NEW.wallet AND seq = NEW.seq - 1
                 AND (txn, position) >= (NEW.txn, NEW.position))
        THEN RAISE (ABORT, 'entry: out of order')
END; END;

CREATE TRIGGER entry_applied AFTER INSERT ON entry BEGIN
    UPDATE wallet SET balance = NEW.balance, entries = NEW.seq WHERE id = NEW.wallet;
END;

CREATE TRIGGER seal_new BEFORE INSERT ON seal BEGIN SELECT CASE
    WHEN EXISTS (SELECT 1 FROM seal WHERE txn = NEW.txn) THEN RAISE (ABORT, 'seal: never replaced')
    WHEN (SELECT number FROM txn WHERE id = NEW.txn) > 1 AND NOT EXISTS (
            SELECT 1 FROM txn AS now JOIN txn AS before ON before.project = now.project
                AND before.number = now.number - 1 AND before.booked_at <= now.booked_at AND before.id < now.id
            JOIN seal ON seal.txn = before.id WHERE now.id = NEW.txn)
        THEN RAISE (ABORT, 'seal: a gap in the numbers, or booked before the last one')
    WHEN (SELECT count(*) <> max(position) OR count(*) = 0 FROM operation WHERE txn = NEW.txn)
        THEN RAISE (ABORT, 'seal: operations are missing')
    WHEN EXISTS (SELECT 1 FROM operation AS o WHERE o.txn = NEW.txn AND (
            (o.source IS NOT NULL AND NOT EXISTS (SELECT 1 FROM entry WHERE wallet = o.source AND seq = o.source_seq
                                                  AND txn = o.txn AND position = o.position))
         OR (o.target IS NOT NULL AND NOT EXISTS (SELECT 1 FROM entry WHERE wallet = o.target AND seq = o.target_seq
                                                  AND txn = o.txn AND position = o.position))))
        THEN RAISE (ABORT, 'seal: entries are missing')
END; END;
"""

_RESOURCES = """
CREATE TRIGGER project_new BEFORE INSERT ON project WHEN EXISTS (SELECT 1 FROM project WHERE id = NEW.id)
BEGIN SELECT RAISE (ABORT, 'project: never replaced'); END;

CREATE TRIGGER asset_new BEFORE INSERT ON asset BEGIN SELECT CASE
    WHEN EXISTS (SELECT 1 FROM asset WHERE id = NEW.id OR (project = NEW.project AND folded_code = NEW.folded_code))
        THEN RAISE (ABORT, 'asset: never replaced')
    WHEN NEW.supply <> 0 THEN RAISE (ABORT, 'asset: begins with nothing')
END; END;
CREATE TRIGGER asset_fixed BEFORE UPDATE OF id, project, code, folded_code, fractions, created_at ON asset
WHEN (NEW.id, NEW.project, NEW.code, NEW.folded_code, NEW.fractions, NEW.created_at)
    IS NOT (OLD.id, OLD.project, OLD.code, OLD.folded_code, OLD.fractions, OLD.created_at)
BEGIN SELECT RAISE (ABORT, 'asset: code and fractions never change'); END;
CREATE TRIGGER asset_used BEFORE DELETE ON asset WHEN EXISTS (SELECT 1 FROM wallet WHERE asset = OLD.id)
BEGIN SELECT RAISE (ABORT, 'asset: a wallet was opened with it'); END;

CREATE TRIGGER customer_new BEFORE INSERT ON customer
WHEN EXISTS (SELECT 1 FROM customer WHERE key = NEW.key OR (project = NEW.project AND id = NEW.id))
BEGIN SELECT RAISE (ABORT, 'customer: never replaced'); END;
CREATE TRIGGER customer_fixed BEFORE UPDATE ON customer
WHEN (NEW.key, NEW.project, NEW.created_at) IS NOT (OLD.key, OLD.project, OLD.created_at)
    OR OLD.deleted_at IS NOT NULL OR (NEW.id IS NOT NULL AND NEW.id IS NOT OLD.id)
BEGIN SELECT RAISE (ABORT, 'customer: project and id never change, deletion is final'); END;
CREATE TRIGGER customer_deleted BEFORE UPDATE OF deleted_at ON customer
WHEN NEW.deleted_at IS NOT NULL AND EXISTS (SELECT 1 FROM wallet WHERE customer = NEW.key AND status <> 'closed')
BEGIN SELECT RAISE (ABORT, 'customer: a wallet is not closed'); END;

CREATE TRIGGER wallet_new BEFORE INSERT ON wallet BEGIN SELECT CASE
    WHEN EXISTS (SELECT 1 FROM wallet WHERE id = NEW.id OR (project = NEW.project AND number = NEW.number))
        THEN RAISE (ABORT, 'wallet: never replaced')
    WHEN NEW.balance <> 0 OR NEW.entries <> 0 OR NEW.status <> 'open'
        THEN RAISE (ABORT, 'wallet: begins open and empty')
    WHEN (SELECT project FROM asset WHERE id = NEW.asset) <> NEW.project
      OR (SELECT project FROM customer WHERE key = NEW.customer) <> NEW.project
        THEN RAISE (ABORT, 'wallet: asset or customer of another project')
    WHEN EXISTS (SELECT 1 FROM customer WHERE key = NEW.customer AND (suspended OR deleted_at IS NOT NULL))
        THEN RAISE (ABORT, 'wallet: the customer is suspended or deleted')
END; END;
CREATE TRIGGER wallet_fixed BEFORE UPDATE OF id, project, number, asset, customer, created_at ON wallet
WHEN (NEW.id, NEW.project, NEW.number, NEW.asset, NEW.customer, NEW.created_at)
    IS NOT (OLD.id, OLD.project, OLD.number, OLD.asset, OLD.customer, OLD.created_at)
BEGIN SELECT RAISE (ABORT, 'wallet: number, asset and owner never change'); END;
CREATE TRIGGER wallet_status BEFORE UPDATE OF status ON wallet WHEN NEW.status <> OLD.status BEGIN SELECT CASE
    WHEN OLD.status = 'closed' THEN RAISE (ABORT, 'wallet: closed is final')
    WHEN NEW.status = 'open' AND (SELECT suspended FROM customer WHERE key = NEW.customer)
        THEN RAISE (ABORT, 'wallet: the customer is suspended')
END; END;
CREATE TRIGGER wallet_balance BEFORE UPDATE OF balance, entries ON wallet
WHEN (NEW.balance, NEW.entries) IS NOT (OLD.balance, OLD.entries) AND (
    NOT EXISTS (SELECT 1 FROM entry WHERE wallet = NEW.id AND seq = NEW.entries AND balance = NEW.balance)
    OR EXISTS (SELECT 1 FROM entry WHERE wallet = NEW.id AND seq = NEW.entries + 1))
BEGIN SELECT RAISE (ABORT, 'wallet: the balance is that of the last entry'); END;

CREATE TRIGGER batch_new BEFORE INSERT ON batch
WHEN EXISTS (SELECT 1 FROM batch WHERE id = NEW.id OR reverses = NEW.reverses
             OR (project = NEW.project AND number = NEW.number))
BEGIN SELECT RAISE (ABORT, 'batch: never replaced'); END;

CREATE TRIGGER event_new BEFORE INSERT ON event WHEN NEW.id <> 1 + coalesce((SELECT max(id) FROM event), 0)
BEGIN SELECT RAISE (ABORT, 'event: the log grows at its end'); END;
CREATE TRIGGER event_no_update BEFORE UPDATE ON event
WHEN OLD.subject <> 'customer' OR NEW.old IS NOT NULL OR NEW.new IS NOT NULL OR NEW.salt IS NOT NULL
    OR (NEW.id, NEW.at, NEW.subject, NEW.ref, NEW.action, NEW.digest, NEW.hash)
    IS NOT (OLD.id, OLD.at, OLD.subject, OLD.ref, OLD.action, OLD.digest, OLD.hash)
BEGIN SELECT RAISE (ABORT, 'event: only the text about a deleted customer can be erased'); END;

CREATE TRIGGER book_new BEFORE INSERT ON book WHEN EXISTS (SELECT 1 FROM book)
BEGIN SELECT RAISE (ABORT, 'book: never replaced'); END;
CREATE TRIGGER book_fixed BEFORE UPDATE ON book
BEGIN SELECT RAISE (ABORT, 'book: its identity and its days never change'); END;
"""


def _frozen(table: str, *, update: bool) -> str:
    actions = ("update", "delete") if update else ("delete",)
    return "".join(
        f"CREATE TRIGGER {table}_no_{action} BEFORE {action.upper()} ON {table} "
        f"BEGIN SELECT RAISE (ABORT, '{table}: never {action}d'); END;\n"
        for action in actions
    )


_FROZEN = "".join(_frozen(table, update=True) for table in ("txn", "operation", "entry", "seal", "batch")) + "".join(
    _frozen(table, update=False) for table in ("book", "project", "customer", "wallet", "event")
)

DDL = _TABLES + _SEARCH + _POSTING + _RESOURCES + _FROZEN
