"""The providers: each folder speaks to one of them, behind a port of meetings/ports."""
