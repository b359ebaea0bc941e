"""One module per resource: what stands in its tab of the window."""
