"""A sample of every printed document: a module for each templates/pdf/<name>.html, of the same name.

Its `pages()` gives whole HTML pages with all in them that the document can have; `ARCHIVE = True` where the
document is published as PDF/A-3a. The gate prints each and asks veraPDF.
"""
