"""The order of business: what stands on every agenda of a body, in which order and words, and what comes of itself."""
