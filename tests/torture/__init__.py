"""Programs that hurt a book on purpose and count what is lost: ``python -m tests.torture`` runs them all."""
