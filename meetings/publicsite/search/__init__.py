"""Search over what is published: an index of its own, which holds nothing else."""
