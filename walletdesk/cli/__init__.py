"""The command line for scripts, over the same controllers and without Qt."""
