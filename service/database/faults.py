"""Faults of the embedded database: why it can't be started.

In: what went wrong. Out: exceptions whose text, from `messages/`, says what to do next. To add one, write a subclass with its
docstring and `code`, and its text in both languages.
"""

from service.messages import message


class DatabaseFault(Exception):  # noqa: N818 - the names below say what is wrong
    """The database is not to be had; `values` are named by the message."""

    code = "database_fault"

    def __init__(self, **values: object) -> None:
        """Keep the values; the text is made when it is shown."""
        super().__init__(self.code)
        self.values = values

    def __str__(self) -> str:
        """Give the message in the user's language."""
        return message(self.code, **self.values)


class FolderTaken(DatabaseFault):
    """Another process runs the database of this folder."""

    code = "database_folder_taken"


class ProgramsMissing(DatabaseFault):
    """The package with PostgreSQL's programs is not installed."""

    code = "database_programs_missing"


class StartFailed(DatabaseFault):
    """PostgreSQL or initdb ended, or did not answer in time; `log` is the end of what it wrote."""

    code = "database_start_failed"


class PasswordLost(DatabaseFault):
    """The data is there, and the file with its password is not."""

    code = "database_password_lost"
