"""What is owed to whom and when, when people take e-mail, and how an e-mail reads. Pure."""
