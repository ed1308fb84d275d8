"""Who somebody is: registration, family, roles, and speaking for others."""
