"""peewee's description of the tables, for queries that are put together as a person filters and sorts.

The tables themselves are made by ``schema``; a test holds both against each other. No model is ever saved: fields of
peewee turn what they get into numbers of their own accord, and a saved model writes back every column. A model is
called as its table is.
"""

from __future__ import annotations

from peewee import BlobField, CompositeKey, Field, IntegerField, Model, TextField


class Parts(Field):
    """An amount: a whole number of parts, nothing that merely looks like one."""

    field_type = "INTEGER"

    def db_value(self, value: object) -> object:
        """Only an int passes; a float or a text here is a mistake of ours."""
        assert type(value) is int, f"an amount that is a {type(value).__name__}"
        return value


class Project(Model):
    """A row of ``project``."""

    id = TextField(primary_key=True)
    name = TextField()
    archived = IntegerField()
    created_at = IntegerField()


class Asset(Model):
    """A row of ``asset``."""

    id = TextField(primary_key=True)
    project = TextField()
    name = TextField()
    code = TextField()
    folded_code = TextField()
    fractions = IntegerField()
    unit = TextField()
    part = TextField()
    supply = Parts()
    created_at = IntegerField()


class Customer(Model):
    """A row of ``customer``."""

    key = IntegerField(primary_key=True)
    project = TextField()
    id = TextField(null=True)
    name = TextField()
    description = TextField()
    suspended = IntegerField()
    created_at = IntegerField()
    deleted_at = IntegerField(null=True)


class Wallet(Model):
    """A row of ``wallet``."""

    id = IntegerField(primary_key=True)
    project = TextField()
    number = IntegerField()
    asset = TextField()
    customer = IntegerField(null=True)
    name = TextField()
    description = TextField()
    status = TextField()
    balance = Parts()
    entries = IntegerField()
    created_at = IntegerField()


class Entry(Model):
    """A row of ``entry``."""

    wallet = IntegerField()
    seq = IntegerField()
    amount = Parts()
    balance = Parts()
    booked_at = IntegerField()
    txn = IntegerField()
    position = IntegerField()

    class Meta:
        """Clustered on both."""

        primary_key = CompositeKey("wallet", "seq")


class Batch(Model):
    """A row of ``batch``."""

    id = IntegerField(primary_key=True)
    project = TextField()
    number = IntegerField()
    kind = TextField()
    name = TextField()
    fingerprint = TextField()
    reverses = IntegerField(null=True)
    created_at = IntegerField()


class Draft(Model):
    """A row of ``draft``."""

    id = IntegerField(primary_key=True)
    project = TextField()
    content = TextField()
    updated_at = IntegerField()


class Template(Model):
    """A row of ``template``."""

    id = IntegerField(primary_key=True)
    project = TextField()
    name = TextField()
    content = TextField()
    updated_at = IntegerField()


class Event(Model):
    """A row of ``event``."""

    id = IntegerField(primary_key=True)
    at = IntegerField()
    subject = TextField()
    ref = TextField()
    action = TextField()
    old = TextField(null=True)
    new = TextField(null=True)
    salt = BlobField(null=True)
    digest = BlobField()
    hash = BlobField()


ALL: tuple[type[Model], ...] = (Project, Asset, Customer, Wallet, Entry, Batch, Draft, Template, Event)
