"""Who signs in to the office's pages: accounts, credentials, sessions."""
