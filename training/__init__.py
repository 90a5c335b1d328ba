"""Training: from corpora to the weights of the reader. Needs PyTorch; nothing at run time does."""
