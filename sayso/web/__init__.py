"""The workbench: the ledger in the browser. Every page is drawn here on the server, reads without script, and answers `.json` too."""
