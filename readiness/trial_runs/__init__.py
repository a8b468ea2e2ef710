"""Trial runs: the exercise, and what is learned from it."""
