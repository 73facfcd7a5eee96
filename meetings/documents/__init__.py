"""Papers and PDFs."""
