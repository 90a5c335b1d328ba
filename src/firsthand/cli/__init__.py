"""The command line: one module a verb. A verb parses, calls one function of a stage and prints."""
