"""What people tell of others who break the rules 反映情况 (clauses 3.2, 3.3, 3.4.6): told, taken, seen to."""
