"""Firsthand follows quoted words back to the mouth that said them."""

__version__ = "0.1.0"
