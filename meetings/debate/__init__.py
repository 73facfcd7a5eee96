"""The debate: who asks to speak, who has the floor, time limits, interruptions, the guillotine, disorder."""
