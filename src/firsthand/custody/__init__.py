"""Custody: what makes evidence provable. Digests, the blob store, log entries, the tree over them, keys, time stamps.

Nothing here knows a database, a network or what a page says.
"""
