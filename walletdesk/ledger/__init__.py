"""The domain: frozen values, amounts, refusals and posting. No clock, no database, no Qt."""
