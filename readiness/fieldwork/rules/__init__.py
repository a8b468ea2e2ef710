"""What is late, what clashes and what is said of it. Pure."""
