"""What the providers on this machine share: no account, and secrets kept in the data folder."""
