"""Agendas, papers and their publication."""
