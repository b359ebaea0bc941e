"""The small parts that every page and form is made of."""
