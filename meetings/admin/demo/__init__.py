"""The demonstration council: invented people, bodies, agendas and what came of them."""
