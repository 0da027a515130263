"""Conversion: a legacy office file into a new one through LibreOffice, in a process that can neither hang nor reach out.

In: the file's bytes, its kind and the kind wanted. Out: the converted bytes. Each conversion has a private profile (two
processes on one profile block each other), a time limit, and its whole process group is killed when it passes.
"""

import contextlib
import os
import shutil
import signal
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from extractor.errors import DamagedFile, MissingProgram, TookTooLong
from extractor.formats.office.precautions import look_before

PROGRAMS = ("soffice", "libreoffice")
# A 300-page DOC converts in about 10 s; a file that takes longer than this hangs.
MAX_SECONDS = 120
# The largest converted plan seen has 4 MB; a runaway filter fills the disk otherwise.
MAX_OUTPUT_BYTES = 200_000_000
# A conversion takes 1 GB of address space; a file that makes it take more is a bomb.
MAX_MEMORY_BYTES = 4_000_000_000
FILTERS = {
    "docx": "docx:MS Word 2007 XML",
    "xlsx": "xlsx:Calc MS Excel 2007 XML",
    "odt": "odt:writer8",
    "rtf": "rtf:Rich Text Format",
    "doc": "doc:MS Word 97",
}
# No macros, no links to other hosts, no recovery or first-start dialogs.
SETTINGS: tuple[tuple[str, str, str], ...] = (
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Writer/Content/Update", "Link", "0"),
    ("Office.Calc/Content/Update", "Link", "2"),
    ("Office.Common/Misc", "FirstRun", "false"),
    ("Inet/Settings", "ooInetProxyType", "2"),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
)
REGISTRY = '<oor:items xmlns:oor="http://openoffice.org/2001/registry">{}</oor:items>'
REGISTRY_ITEM = '<item oor:path="/org.openoffice.{}"><prop oor:name="{}"><value>{}</value></prop></item>'


def find_program() -> str:
    """Give the path of LibreOffice; raises `MissingProgram` where it is not installed."""
    for name in PROGRAMS:
        if path := shutil.which(name):
            return path
    raise MissingProgram("LibreOffice")


def convert(content: bytes, kind: str, wanted: str) -> bytes:
    """Convert the bytes of a file; raises `MissingProgram`, `EncryptedFile`, `DamagedFile`, `DangerousFile` or `TookTooLong`."""
    look_before(content, kind)
    program = find_program()
    with TemporaryDirectory(prefix="planovik-") as name:
        folder = Path(name)
        source = folder / f"source.{kind}"
        source.write_bytes(content)
        write_profile(folder / "profile")
        run(conversion_command(program, folder, source, wanted), folder)
        result = folder / "out" / f"source.{wanted}"
        if not result.exists() or not 0 < result.stat().st_size <= MAX_OUTPUT_BYTES:
            raise DamagedFile
        return result.read_bytes()


def write_profile(profile: Path) -> None:
    """Make a fresh profile with the safe settings."""
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(
        REGISTRY.format("".join(REGISTRY_ITEM.format(*setting) for setting in SETTINGS)), encoding="utf-8"
    )


def conversion_command(program: str, folder: Path, source: Path, wanted: str) -> list[str]:
    """Give the command line of one conversion."""
    return [
        program,
        "--headless",
        "--norestore",
        "--nologo",
        "--nodefault",
        "--nolockcheck",
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--convert-to",
        FILTERS[wanted],
        "--outdir",
        str(folder / "out"),
        str(source),
    ]


def run(command: list[str], folder: Path) -> None:
    """Run the command in a process group of its own and kill the group when the time is up."""
    environment = {"PATH": os.environ.get("PATH", os.defpath), "HOME": str(folder), "TMPDIR": str(folder), "LANG": "C.UTF-8"}
    process = subprocess.Popen(  # noqa: S603 - the program is LibreOffice, the arguments are our own paths
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    set_limits(process.pid)
    try:
        process.wait(timeout=MAX_SECONDS)
    except subprocess.TimeoutExpired:
        raise TookTooLong from None
    finally:
        kill_group(process)


def set_limits(process: int) -> None:
    """Limit a process's memory and the files it writes; its children take the limits over. Only Linux can do this from outside."""
    import resource

    if hasattr(resource, "prlimit"):
        with contextlib.suppress(ProcessLookupError):
            resource.prlimit(process, resource.RLIMIT_AS, (MAX_MEMORY_BYTES, MAX_MEMORY_BYTES))
            resource.prlimit(process, resource.RLIMIT_FSIZE, (MAX_OUTPUT_BYTES, MAX_OUTPUT_BYTES))
            resource.prlimit(process, resource.RLIMIT_CORE, (0, 0))


def kill_group(process: subprocess.Popen[bytes]) -> None:
    """Kill what is left of the process and its children."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
