"""The ledger's rules: values, amounts, refusals and posting. No clock, no database, no window."""
