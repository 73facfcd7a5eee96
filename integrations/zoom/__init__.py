"""Zoom: meetings with personal links, a stream to the council's broadcast, reports, recordings and news."""
