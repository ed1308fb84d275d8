"""Who is on duty, what is late and whose duty it was, and what whoever is asked about it answers (clauses 3.4.3, 4.3)."""
