"""The assets of the project: the list, and beside it the one that is selected."""

from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from walletdesk.controllers import assets
from walletdesk.ledger.refusals import LedgerError
from walletdesk.ledger.values import Asset, Project
from walletdesk.ui.forms.asset import NewAssetForm, RenameAssetForm
from walletdesk.ui.forms.base import ConfirmDialog
from walletdesk.ui.history import State
from walletdesk.ui.inspector import Inspector
from walletdesk.ui.list_page import ListPage
from walletdesk.ui.places import ListPlace
from walletdesk.ui.shell import Shell
from walletdesk.ui.tabs import assets_rows as rows
from walletdesk.ui.tabs.overview_cards import Held
from walletdesk.ui.tabs.wallets_running import ask, fill_menu, run_form
from walletdesk.ui.widgets.buttons import button


class AssetsTab(QWidget):
    """What stands in the tab."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        """It shows the shell's project, now and after each change of it."""
        super().__init__(parent)
        self._shell = shell
        self._held: Held | None = None
        self.page: ListPage[Held] = ListPage(shell.session, rows.spec(), shell.words, shell.settings)
        self.inspector = Inspector(self.tr("Select an asset to see who holds it."))
        self.new = button(self.tr("New asset"), "plus")
        self.page.filters.add_action(self.new)
        self.page.set_inspector(self.inspector)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.page)
        self.setFocusProxy(self.page.table)
        self._connect()
        self._project_changed(shell.project)

    def _connect(self) -> None:
        self.new.clicked.connect(self.primary_new)
        self.page.nothing_acted.connect(self.primary_new)
        self.page.selected.connect(self._selected)
        self.page.placed.connect(self._shell.placed)
        self.page.told.connect(self._shell.picked)
        self.page.said.connect(self._shell.toast)
        self.page.activated.connect(lambda held: self._show_wallets(held.asset))
        self.page.table.set_menu(self._fill_menu)
        self.inspector.acted.connect(self._act)
        self._shell.project_changed.connect(self._project_changed)
        self._shell.project_renamed.connect(self._project_renamed)

    # What the window asks for

    def primary_new(self) -> None:
        """A new asset."""
        project = self._shell.project
        if project is None or not self._shell.writable():
            return
        form = NewAssetForm(self._shell.words, self._shell.assets.values(), self.window())
        run_form(self._shell, form, assets.create, lambda: (project.id, *form.values()), self._created)

    def rename_selected(self) -> None:
        """Another name for the selected asset."""
        if self._held is None or not self._writable():
            return
        asset = self._held.asset
        form = RenameAssetForm(self._shell.words, asset.name, self.window())
        run_form(self._shell, form, assets.rename, lambda: (asset.id, form.name()))

    def place(self) -> State:
        """What is shown, for the way back."""
        return self.page.place()

    def go_to(self, place: State) -> None:
        """Show again what was shown."""
        if isinstance(place, ListPlace):
            self.page.go_to(place)

    # The project

    def _project_changed(self, project: Project | None) -> None:
        self._selected(None)
        self._project_renamed(project)
        if project is not None:
            self.page.set_project(project.id)

    def _project_renamed(self, _project: Project | None) -> None:
        self.new.setEnabled(self._writable())
        self.new.setToolTip(self._shell.why_read_only())
        self.page.set_fixed(self._shell.why_read_only())
        self._selected(self._held)

    def _writable(self) -> bool:
        return self._shell.writable()

    # The selected asset

    def _selected(self, held: Held | None) -> None:
        self._held = held
        self.inspector.show_portrait(None if held is None else rows.portrait(held, self._shell.why_read_only()))

    def _fill_menu(self, held: Held, menu: QMenu) -> None:
        portrait = rows.portrait(held, self._shell.why_read_only())
        fill_menu(menu, (*portrait.deeds, *portrait.more), self._act)

    def _act(self, key: str) -> None:
        if self._held is None:
            return
        asset = self._held.asset
        if key == rows.SHOW:
            self._show_wallets(asset)
        elif key == rows.RENAME:
            self.rename_selected()
        elif key == rows.DELETE:
            self._ask_delete(asset)

    def _show_wallets(self, asset: Asset) -> None:
        self._shell.show_wallets(asset=asset.id)

    def _created(self, asset: Asset) -> None:
        self.page.select(asset.id)
        self.page.clear_filters()

    def _ask_delete(self, asset: Asset) -> None:
        dialog = ConfirmDialog(
            self.tr("Delete {name}?").format(name=asset.name),
            self.tr("No wallet was ever opened with this asset. Deleting it cannot be taken back."),
            self.tr("Delete asset"),
            self.tr("Keep it"),
            parent=self.window(),
        )
        ask(dialog, partial(self._delete, asset))

    def _delete(self, asset: Asset) -> None:
        text = self.tr("{name} was deleted.").format(name=asset.name)
        done = partial(self._deleted, text)
        self._shell.session.run(assets.delete, asset.id, done=done, failed=self._refused, owner=self)

    def _deleted(self, text: str, _done: object) -> None:
        self._shell.toast(text)

    def _refused(self, error: LedgerError) -> None:
        self.page.error_bar.show_error(self._shell.words(error))
