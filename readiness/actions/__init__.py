"""What was agreed, who does it and by when, whatever it came from; and whether it was done."""
