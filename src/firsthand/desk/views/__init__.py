"""Views: one module a kind of page. Each takes a request, asks the archive one question, and draws the answer."""
