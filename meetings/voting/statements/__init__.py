"""Signed results of votes, that anybody can check and count again."""
