"""The council's own video room: who is let in, who is connected, and the page it is held on."""
