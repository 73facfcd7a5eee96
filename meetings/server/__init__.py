"""A running server: the application, its live side, its worker, from the first start to Ctrl-C."""
