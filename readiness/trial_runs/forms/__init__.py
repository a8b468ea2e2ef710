"""The forms of trial runs, words included."""
