"""Exports: one file a format, each a function of a dossier or of the ledger's claims."""
