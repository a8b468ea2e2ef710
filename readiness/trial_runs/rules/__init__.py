"""What holds for trial runs, whatever they are kept in."""
