"""The archive: the log in a database, what it says (the projection), and the blobs beside it.

The only stage that keeps anything. It gives back values; its rows stay inside. It knows no accounts.
"""
