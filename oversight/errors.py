"""The one kind of failure a user is shown."""


class UserError(Exception):
    """Something a user can mend. Its message is one Chinese sentence: where, and what to do."""
