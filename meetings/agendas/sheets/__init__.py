"""The notice of a meeting and the summons to its members as printed sheets."""
