"""Files in and out: readers and writers of streams of values."""
