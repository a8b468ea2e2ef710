"""How fresh a document is and whether it may go out. Pure: today is an argument."""
