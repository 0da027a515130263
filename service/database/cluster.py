"""The cluster: an embedded PostgreSQL 18 that runs as a child of this process.

In: a folder. Out: a running server and the URLs of its databases. It listens on a socket only and asks for a password, which stands in
a file that only this user reads. Whatever was killed at whatever moment, the next start is right: `initdb` works in a folder that is
renamed when it is whole, leftovers are stopped, and the folder is locked as long as a process works with it.

    folder/lock        held by the process that runs the server; its number stands in it
    folder/password    of both roles: `postgres`, which may do all, and `planovik`, which owns its databases only
    folder/server      PostgreSQL's data
    folder/server.log  what PostgreSQL writes
    folder/outside     the name of a folder elsewhere, for what can't stand here: a socket with a long path, programs for another user
"""

import os
import secrets
import shutil
import signal
import stat
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO, Self
from urllib.parse import quote

import psycopg
from psycopg import sql

from service.database.durable import sync_folder, write_durably
from service.database.faults import FolderTaken, PasswordLost, StartFailed
from service.database.leftovers import KILL_SECONDS, stop_leftovers
from service.database.locking import take_lock
from service.database.options import INITDB_OPTIONS, SERVER_OPTIONS
from service.database.programs import copy_programs, find_programs, may_run, server_account
from service.lifeline import die_with_parent

# The address of a socket holds 104 bytes on some systems, 108 on others.
SOCKET_PATH_BYTES = 100
SOCKET_NAME = ".s.PGSQL.5432"
# Temporary folders of every system; a person's own may be as deep as their home.
SYSTEM_TEMPORARY = ("/tmp", "/var/tmp")  # noqa: S108 - what is made there is private
# Letters of what is made in one: `/planovik-`, eight random ones, `/socket/` and the socket's name.
BENEATH_BYTES = 40
# Recovery after a crash reads 1 GB of log at most, which slow disks do in a minute.
START_SECONDS = 180.0
# A fast shutdown writes what is in memory; an immediate one leaves that to the next start. Asked for while the server recovers from a
# crash, the fast one may never end.
FAST_SECONDS = 10.0
IMMEDIATE_SECONDS = 5.0
POLL_SECONDS = 0.02
# A log larger than this is put aside at the next start, and the one put aside before is dropped.
LOG_BYTES = 10_000_000
# Characters of the log's end that a message shows.
LOG_TAIL = 2_000


class Cluster:
    """An embedded server. Start it from a thread that lives as long as it should: it stops when that thread ends."""

    def __init__(
        self, folder: Path, *, is_stopping: Callable[[], bool] = lambda: False, options: Mapping[str, str] = SERVER_OPTIONS
    ) -> None:
        """Keep the folder; nothing is started or made. A start is given up as soon as `is_stopping` says so."""
        self.folder = folder.resolve()
        self.server = self.folder / "server"
        self.process: subprocess.Popen[bytes] | None = None
        self.lock: IO[str] | None = None
        self.is_stopping = is_stopping
        self.options = options

    def __enter__(self) -> Self:
        """Start the server."""
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop the server."""
        self.stop()

    def start(self) -> None:
        """Start the server and make the database `planovik` where there is none; raises a DatabaseFault."""
        self.take_folder()
        try:
            stop_leftovers(self.folder)
            self.clear()
            self.account = server_account(self.server)
            self.programs = self.reachable_programs()
            password = self.make_password()
            if not self.server.exists():
                self.make_server(password)
            self.run_server()
            self.make_database(password)
        except BaseException:
            self.end_server()
            self.give_folder_back()
            raise

    def stop(self) -> None:
        """Stop the server, gently at first, leave nothing elsewhere, and give the folder back; nothing happens where none runs."""
        if self.lock is not None:
            self.end_server()
            self.remove_outside()
            self.give_folder_back()

    def end_server(self) -> None:
        """End the server, gently at first, and all that works in the folder."""
        if self.process is not None:
            for number, seconds in ((signal.SIGINT, FAST_SECONDS), (signal.SIGQUIT, IMMEDIATE_SECONDS), (signal.SIGKILL, KILL_SECONDS)):
                if self.process.poll() is None:
                    self.process.send_signal(number)
                    self.wait(seconds)
            self.process = None
        stop_leftovers(self.folder)
        self.clear()

    def give_folder_back(self) -> None:
        """Let other processes work with the folder."""
        if self.lock is not None:
            self.lock.close()
            self.lock = None

    def is_running(self) -> bool:
        """Say whether the server that this process started is alive."""
        return self.process is not None and self.process.poll() is None

    def is_taken(self) -> bool:
        """Say whether some process, this or another, works with the folder."""
        if self.lock is not None:
            return True
        try:
            self.take_folder()
        except FolderTaken:
            return True
        self.stop()
        return False

    def url(self, database: str = "planovik", user: str = "planovik") -> str:
        """Give the URL of a database of the server, whichever process runs it."""
        password = (self.folder / "password").read_text().strip()
        return f"postgresql://{user}:{password}@/{database}?host={quote(str(self.socket_folder()), safe='')}"

    def socket_folder(self) -> Path:
        """Give the folder of the socket: the data folder, unless its path is too long."""
        is_short = len(os.fsencode(self.server / SOCKET_NAME)) <= SOCKET_PATH_BYTES
        return self.server if is_short else self.outside() / "socket"

    def take_folder(self) -> None:
        """Lock the folder for this process; raises FolderTaken."""
        self.lock = self.lock or take_lock(self.folder / "lock")

    def clear(self) -> None:
        """Remove what a server that was killed, or a start that was cut short, has left.

        The folder elsewhere stays: processes that wait for the server know its socket by this name.
        """
        record = self.folder / "outside"
        if record.exists():
            empty(Path(record.read_text()))
        for unfinished in self.folder.glob("making-*"):
            shutil.rmtree(unfinished)

    def outside(self) -> Path:
        """Give the folder elsewhere, made and noted down when it is first needed in a run, or when it is ours no more."""
        record = self.folder / "outside"
        if not record.exists() or not is_own(Path(record.read_text())):
            made = Path(tempfile.mkdtemp(prefix="planovik-", dir=short_temporary_folder()))
            made.chmod(0o711)
            write_durably(record, str(made))
        return Path(record.read_text())

    def remove_outside(self) -> None:
        """Remove the folder elsewhere."""
        record = self.folder / "outside"
        if record.exists():
            shutil.rmtree(record.read_text(), ignore_errors=True)
            record.unlink()

    def reachable_programs(self) -> Path:
        """Give the folder of programs that the server's account can run, copied where it can't reach the wheel's."""
        programs = find_programs()
        if self.account is None or may_run(programs, self.account):
            return programs
        return copy_programs(programs, self.outside())

    def make_password(self) -> str:
        """Give the password, made before the first server; raises PasswordLost where there is a server and no password."""
        path = self.folder / "password"
        if not path.exists():
            if self.server.exists():
                raise PasswordLost(path=path)
            write_durably(path, secrets.token_urlsafe(32))
        return path.read_text().strip()

    def make_server(self, password: str) -> None:
        """Run initdb beside the final place and rename what is whole; raises StartFailed."""
        making = Path(tempfile.mkdtemp(prefix="making-", dir=self.folder))
        (making / "password").write_text(password)
        for path in (making, making / "password"):
            self.give(path)
        here = os.open(making, os.O_RDONLY | os.O_DIRECTORY)
        try:
            place = self.place(making, here)
            options = [*INITDB_OPTIONS, f"--pwfile={place}/password", f"--pgdata={place}/server"]
            if self.spawn("initdb", options, folder=making, keep=here, number=signal.SIGKILL).wait(START_SECONDS):
                raise StartFailed(log=self.log_tail())
        finally:
            os.close(here)
        (making / "server").rename(self.server)
        sync_folder(self.folder)
        shutil.rmtree(making)

    def run_server(self) -> None:
        """Start `postgres` as a direct child; where its parent dies it ends at once, and the next start replays its log."""
        sockets = self.socket_folder()
        if sockets != self.server and not sockets.exists():
            sockets.mkdir(mode=0o700)
            self.give(sockets)
        options = {**self.options, "unix_socket_directories": "." if sockets == self.server else str(sockets)}
        here = os.open(self.server, os.O_RDONLY | os.O_DIRECTORY)
        try:
            arguments = ["-D", self.place(self.server, here), *(f"--{name}={value}" for name, value in options.items())]
            self.process = self.spawn("postgres", arguments, folder=self.server, keep=here, number=signal.SIGQUIT)
        finally:
            os.close(here)

    def place(self, folder: Path, descriptor: int) -> str:
        """Give the path of a folder for the server's account, which may not reach it by its name where a folder above is private."""
        return str(folder) if self.account is None else f"/proc/self/fd/{descriptor}"

    def give(self, path: Path) -> None:
        """Make a path the property of the server's account."""
        if self.account is not None:
            os.chown(path, self.account.pw_uid, self.account.pw_gid)

    def spawn(self, program: str, arguments: Sequence[str], *, folder: Path, keep: int, number: signal.Signals) -> subprocess.Popen[bytes]:
        """Start a program as the server's account, in a session of its own so that Ctrl-C does not reach it, with no other environment."""
        with self.open_log() as log:
            return subprocess.Popen(  # noqa: S603 - a program of the wheel
                [self.programs / program, *arguments],
                cwd=folder,
                env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=[keep],
                user=self.account and self.account.pw_uid,
                group=self.account and self.account.pw_gid,
                extra_groups=None if self.account is None else [],
                umask=0o077,
                start_new_session=True,
                preexec_fn=die_with_parent(number),  # noqa: PLW1509 - it only makes two system calls
            )

    def make_database(self, password: str) -> None:
        """Wait for the server, then make the role and the database that are missing."""
        with self.connect() as connection:
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = 'planovik'").fetchone():
                # Hashed here, so that no log of the server ever holds it.
                hashed = connection.pgconn.encrypt_password(password.encode(), b"planovik", b"scram-sha-256").decode()
                connection.execute(sql.SQL("CREATE ROLE planovik LOGIN CREATEDB PASSWORD {}").format(sql.Literal(hashed)))
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = 'planovik'").fetchone():
                connection.execute("CREATE DATABASE planovik OWNER planovik")

    def connect(self) -> psycopg.Connection:
        """Connect as soon as the server lets one in; raises StartFailed when it ends or takes too long."""
        end = time.monotonic() + START_SECONDS
        while self.is_running() and not self.is_stopping():
            try:
                return psycopg.connect(self.url("postgres", "postgres"), autocommit=True)
            except psycopg.OperationalError:
                if time.monotonic() > end:
                    break
                time.sleep(POLL_SECONDS)
        raise StartFailed(log=self.log_tail())

    def wait(self, seconds: float) -> None:
        """Wait for the end of the server's process, that long at most."""
        if self.process is not None:
            try:
                self.process.wait(seconds)
            except subprocess.TimeoutExpired:
                return

    def open_log(self) -> IO[bytes]:
        """Open the log to add to it, anew where it has grown large."""
        path = self.folder / "server.log"
        if path.exists() and path.stat().st_size > LOG_BYTES:
            path.replace(path.with_suffix(".log.1"))
        return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab")

    def log_tail(self) -> str:
        """Give the end of the log."""
        return (self.folder / "server.log").read_text(errors="replace")[-LOG_TAIL:]


def is_own(folder: Path) -> bool:
    """Say whether a folder is there and this user's: what cleans temporary folders may have removed it, and others may have made one."""
    try:
        found = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid()


def empty(folder: Path) -> None:
    """Remove everything in a folder of this user's."""
    if is_own(folder):
        for entry in folder.iterdir():
            if entry.is_dir() and not entry.is_symlink():
                shutil.rmtree(entry, ignore_errors=True)
            else:
                entry.unlink(missing_ok=True)


def short_temporary_folder() -> str:
    """Give the temporary folder of this process, or the system's where a socket's path would be too long in it."""
    own = tempfile.gettempdir()
    fitting = (folder for folder in (own, *SYSTEM_TEMPORARY) if len(os.fsencode(folder)) + BENEATH_BYTES <= SOCKET_PATH_BYTES)
    return next(fitting, own)
