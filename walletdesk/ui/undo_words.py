"""What an edit is called: in the menu, and in the message that it leaves behind."""

from typing import Final

from PySide6.QtCore import QCoreApplication

from walletdesk.controllers.edits import Act, Edit
from walletdesk.ui.format import count

translate: Final = QCoreApplication.translate


def deed_words(edit: Edit) -> str:
    """What was done, as it follows upon "Undo": "renaming Grace Keller"."""
    if not edit.name:
        return _nameless(edit)
    text = {
        Act.RENAME: translate("undo", "renaming {name}"),
        Act.DESCRIBE: translate("undo", "describing {name}"),
        Act.CHANGE: translate("undo", "changing {name}"),
        Act.SUSPEND: translate("undo", "suspending {name}"),
        Act.RESUME: translate("undo", "resuming {name}"),
        Act.REACTIVATE: translate("undo", "reactivating {name}"),
        Act.REACTIVATE_ALL: translate("undo", "reactivating the wallets of {name}"),
        Act.ARCHIVE: translate("undo", "archiving {name}"),
        Act.UNARCHIVE: translate("undo", "un-archiving {name}"),
        Act.DISCARD: translate("undo", "discarding the draft “{name}”"),
        Act.REPLACE: translate("undo", "replacing the template “{name}”"),
        Act.DELETE: translate("undo", "deleting the template “{name}”"),
    }[edit.act]
    return text.replace("{name}", edit.name)


def _nameless(edit: Edit) -> str:
    if edit.act is Act.DISCARD:
        return translate("undo", "discarding a draft")
    wallets = len(edit.steps)
    if edit.act is Act.SUSPEND:
        one, many = translate("undo", "suspending 1 wallet"), translate("undo", "suspending {n} wallets")
    else:
        one, many = translate("undo", "reactivating 1 wallet"), translate("undo", "reactivating {n} wallets")
    return one if wallets == 1 else many.format(n=count(wallets))


def done_words(edit: Edit) -> str:
    """That another name or description was given, as a sentence."""
    if edit.act is Act.RENAME:
        text = translate("undo", "{name} is now called {new}.")
        new = str(edit.steps[0].now)
        return text.format(name=edit.name, new=new) if new else translate("undo", "The name was taken away.")
    if edit.act is Act.DESCRIBE:
        return translate("undo", "The description of {name} was changed.").format(name=edit.name)
    return translate("undo", "{name} was changed.").format(name=edit.name)


def menu_text(verb: str, edit: Edit | None, longest: int = 60) -> str:
    """A verb of the menu with what it would do; what is too long is cut."""
    if edit is None:
        return verb
    words = deed_words(edit)
    shown = words if len(words) <= longest else words[: longest - 1].rstrip() + "…"
    return f"{verb} {shown.replace('&', '&&')}"
