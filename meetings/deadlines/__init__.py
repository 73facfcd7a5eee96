"""Law as code: dated rules with their citations, and the clocks that run because of them."""
