"""What the guard at the gate of a sealed place asks and notes (clauses 3.4.1 and 3.4.3)."""
