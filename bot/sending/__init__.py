"""What leaves: the sender, its channels and budgets, and the wire to the platform."""
