"""Is this meeting lawful? Every rule that applies, its verdict, and who overrode what."""
