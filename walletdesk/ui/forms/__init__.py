"""Dialogs in which a person gives a command."""
