"""WalletDesk: an offline double-entry ledger for assets, customers and wallets."""

from typing import Final

__version__: Final = "0.1.0"
