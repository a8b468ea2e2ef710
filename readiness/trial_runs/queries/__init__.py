"""Finding what is kept of trial runs."""
