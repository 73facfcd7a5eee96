"""Who hears of what, by mail: letters, invitations, reminders, and what became of them."""
