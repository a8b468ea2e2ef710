"""After the inspection: comments on the draft report, judgements, what must improve, plans."""
