"""What happens by the clock: jobs, each occurrence of which is claimed once in the ledger."""
