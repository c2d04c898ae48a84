"""The one kind of failure a user is shown."""

import re


class UserError(Exception):
    """Something a user can mend. Its message is one Chinese sentence: where, and what to do."""


def toml_place(error):
    """Where a TOML file goes wrong; tomllib's own words are English."""
    line = re.search(r"line (\d+)", str(error))
    return f"第 {line[1]} 行" if line else "末尾"
