"""The book file: tables, connections, chain and verification, one module per resource."""
