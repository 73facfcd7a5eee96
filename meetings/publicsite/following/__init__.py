"""Residents who follow committees by e-mail: they ask, confirm, choose and stop by themselves, without an account."""
