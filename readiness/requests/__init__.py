"""The week of an inspection: what inspectors ask for, who has been told, and the wall screen."""
