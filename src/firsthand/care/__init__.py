"""Care: what may be shown, and what is printed instead of a name that may not."""

from firsthand.care.visibility import Decision, Visibility, may_name, needs_reason, role, visibility

__all__ = ["Decision", "Visibility", "may_name", "needs_reason", "role", "visibility"]
