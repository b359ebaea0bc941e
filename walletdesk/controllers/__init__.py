"""What a person can do with a book, one module per resource: commands and queries, without Qt."""
