"""Templates in the window: keeping them, choosing one, and their place in the menu."""
