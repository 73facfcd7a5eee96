"""Microsoft Teams: meetings backed by the calendar, town halls, attendance, recordings, through Microsoft Graph."""
