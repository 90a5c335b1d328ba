"""The API: what the pages of the desk do, for programs, as JSON under `/api/`; `mount` puts it together."""
