"""Malware is looked for by a ClamAV daemon."""
