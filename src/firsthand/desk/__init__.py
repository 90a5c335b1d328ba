"""The desk: what reviewers see in the browser."""
