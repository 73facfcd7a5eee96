"""The council's accounts at other services: connecting, calls to them, their messages, what they allow."""
