"""The forms of trial runs."""
