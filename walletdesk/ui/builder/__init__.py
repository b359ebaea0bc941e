"""The form for a transaction: a window with a grid of operations and every balance before and after."""
