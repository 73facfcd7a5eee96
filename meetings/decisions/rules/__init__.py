"""Pure rules of decisions: what a record says, what it lacks, how it stands, who may call it in."""
