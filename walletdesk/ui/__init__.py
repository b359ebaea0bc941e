"""The window: tabs, tables, forms, theme, and the session that runs controllers beside it."""
