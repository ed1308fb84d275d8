"""Psychological support 心理援助 (clauses 3.4.7, org.group.psychology): heard at once, called back, kept close."""
