"""Screens that belong to nobody: the chamber's large display, the broadcast's caption, and the links that open them."""
