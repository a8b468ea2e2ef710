"""The rules of Annexe A, one file a family; each takes a list and gives its findings."""
