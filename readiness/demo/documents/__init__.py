"""The documents of the invented council: what each says, and how each stands."""
