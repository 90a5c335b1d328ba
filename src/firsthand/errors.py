"""The base of every error that a person can act on."""


class FirsthandError(Exception):
    """Something that a person can act on: its text says what happened, where, and what to do.

    The command line prints it as it stands. Anything else that is raised is a bug and keeps its traceback.
    """
