"""Finding what belongs to the week on site, each page’s share in a fixed number of queries."""
