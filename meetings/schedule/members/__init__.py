"""Members before a meeting: their replies, substitutes, needs, and what they have seen of it."""
