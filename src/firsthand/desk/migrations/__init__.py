"""How the tables of this computer came to be."""
