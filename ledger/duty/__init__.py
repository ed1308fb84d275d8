"""Who is on duty, and who is asked when something waits too long."""
