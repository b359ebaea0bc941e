"""Restoring a backup: which ones there are, what one would change, and the change."""
