"""Trunk: the vocabulary, the word embeddings and the networks. Nothing else loads weights."""
