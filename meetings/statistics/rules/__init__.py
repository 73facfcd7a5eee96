"""How the figures are counted, pure: nothing here asks a database or makes a page."""
