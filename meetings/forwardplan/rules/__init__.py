"""Pure rules of the forward plan: what a planned decision says, what changed, and what each notice reads."""
