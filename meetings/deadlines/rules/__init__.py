"""The law as data and pure functions: no clock, no database. `base` has the words everything else is said in."""
