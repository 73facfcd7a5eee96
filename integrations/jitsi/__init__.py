"""The council's own Jitsi Meet: everybody comes in with a signed token, on the council's own domain."""
