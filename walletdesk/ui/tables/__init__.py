"""Tables: typed cells, one delegate that paints them all, models of pages and of blocks, and the pager."""
