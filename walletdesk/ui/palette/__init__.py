"""Find anything: a field over the window that finds wallets, customers, transactions and commands (Ctrl+K)."""
