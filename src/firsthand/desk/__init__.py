"""The desk: read, compare and decide in a browser. Pages, accounts, jobs; what is decided is decided by `archive`."""
