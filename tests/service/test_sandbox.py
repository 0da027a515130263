"""The sandbox: what comes back from a child, what a child may do, and what is left of it."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from corpora.render import FURTHER
from corpora.source import read_layouts
from extractor.errors import DamagedFile, EncryptedFile, TooLarge
from extractor.wordings import make_wordings
from service.jobs.confinement import landlock_version
from service.jobs.extraction import extract_content
from service.jobs.guard import Guard, start_guard, stop_guard
from service.jobs.limits import Limits
from service.jobs.processes import descendants, parents
from service.jobs.rendering import render_page
from service.jobs.sandbox import (
    ChildCancelled,
    ChildCrashed,
    ChildFailed,
    ChildOutOfMemory,
    ChildOverstepped,
    ChildTimedOut,
    run_in_child,
)
from service.jobs.scratch import scratch_root, sweep_rooms
from tests.service import hostile
from tests.service.test_lessons import ACT


@pytest.fixture(scope="module", autouse=True)
def guard() -> Iterator[None]:
    start_guard(hostile.MODULES)
    yield
    stop_guard()


def may_leave_network() -> bool:
    """Tell whether this process has CAP_SYS_ADMIN, the 21st."""
    status = Path("/proc/self/status").read_text()
    return bool(int(status.partition("CapEff:")[2].split()[0], 16) >> 21 & 1)


def children() -> list[int]:
    """Give the processes below the fork server."""
    server = start_guard().process.pid
    return [pid for pid in descendants(server, parents()) if pid != server]


def wait_until(holds: Callable[[], bool]) -> None:
    """Wait until something holds; the time limit of the test ends what never does."""
    while not holds():
        time.sleep(0.02)


def wait_until_gone(*pids: int) -> None:
    wait_until(lambda: parents().keys().isdisjoint(pids))


def test_a_task_gives_what_json_can_hold():
    assert run_in_child(divmod, 7, 2) == [3, 1]


def test_a_task_gives_bytes_as_they_are():
    assert run_in_child(bytes, 3) == b"\0\0\0"


def test_a_job_does_not_load_the_extractor_anew():
    assert run_in_child(hostile.tell_reader) == start_guard().process.pid


def test_a_document_is_extracted_with_its_text_and_its_progress():
    told: list[tuple[str, int | None, int | None]] = []
    content = Path("corpora/samples/roadmap.pdf").read_bytes()
    answer = run_in_child(extract_content, content, progress=lambda *progress: told.append(progress))
    assert answer["format"] == "pdf"
    assert answer["records"]["plans"][0]["measures"]
    assert {block["kind"] for block in answer["blocks"]} == {"paragraph", "table"}
    assert told[0][0] == "reading"
    assert told[-1] == ("extracting", answer["pages"], answer["pages"])


def test_evidence_is_found_in_the_text_that_is_kept():
    answer = run_in_child(extract_content, Path("corpora/samples/school_order.docx").read_bytes(), progress=lambda *_: None)
    evidence = answer["records"]["plans"][0]["measures"][0]["evidence"]
    block = answer["blocks"][evidence["block"] - 1]
    cells = [cell for cell in block["cells"] if (cell["row"], cell["column"]) == (evidence["row"], evidence["column"])]
    assert cells[0]["text"][evidence["start"] : evidence["end"]] == evidence["text"]


def test_a_document_is_read_with_the_headers_that_were_taught_for_it() -> None:
    wordings = make_wordings(headers={"measure": ["О чём речь"], "deadline": ["Контрольная точка"]})
    answer = run_in_child(extract_content, ACT.format(day=1).encode(), wordings, progress=lambda *_: None)
    assert answer["records"]["plans"][0]["measures"][0]["text"] == "Починить мост через реку Луга"
    assert [column["taught"] for column in answer["tables"][-1]["columns"]] == [False, True, True, False]


def test_what_the_store_cannot_hold_is_replaced_without_moving_the_text():
    answer = run_in_child(extract_content, "<p>план\ud800 работ</p>".encode("utf-8", "surrogatepass"), progress=lambda *_: None)
    assert "\\ud800" not in repr(answer)


def test_the_extractors_errors_come_back_whole():
    with pytest.raises(EncryptedFile):
        run_in_child(hostile.raise_encrypted)
    with pytest.raises(TooLarge) as caught:
        run_in_child(hostile.raise_too_large)
    assert "3000" in str(caught.value)


def test_another_error_comes_back_with_its_trace():
    with pytest.raises(ChildFailed, match="no such column"):
        run_in_child(hostile.raise_bug)


def test_a_loop_ends_at_the_time_limit():
    with pytest.raises(ChildTimedOut):
        run_in_child(hostile.loop, limits=Limits(seconds=0.5))


def test_ignoring_signals_does_not_help():
    with pytest.raises(ChildTimedOut):
        run_in_child(hostile.ignore_signals, limits=Limits(seconds=0.5))
    assert children() == []


def test_a_huge_allocation_is_refused():
    with pytest.raises(ChildOutOfMemory):
        run_in_child(hostile.allocate)


def test_memory_is_counted_over_all_processes_of_a_job():
    with pytest.raises(ChildOutOfMemory):
        run_in_child(hostile.allocate_in_pieces, limits=Limits(memory_bytes=400_000_000))
    assert children() == []


def test_a_segmentation_fault_is_a_crash_of_the_child_only():
    with pytest.raises(ChildCrashed, match="-11"):
        run_in_child(hostile.crash)


def test_an_end_without_an_answer_is_a_crash():
    with pytest.raises(ChildCrashed):
        run_in_child(hostile.end_quietly)


def test_a_flood_of_processes_is_ended_to_the_last_one():
    with pytest.raises(ChildOverstepped):
        run_in_child(hostile.fork_many, limits=Limits(processes=16))
    assert children() == []


def test_a_file_that_grows_without_end_is_cut():
    with pytest.raises(ChildOverstepped):
        run_in_child(hostile.write_without_end, limits=Limits(file_bytes=20_000_000))


def test_files_that_become_many_are_counted_together():
    with pytest.raises(ChildOverstepped):
        run_in_child(hostile.write_many, limits=Limits(scratch_bytes=50_000_000))


@pytest.mark.parametrize("deed", [hostile.leave_grandchild, hostile.leave_hidden_grandchild])
def test_a_grandchild_that_outlives_is_ended(deed: Callable[[], int]):
    wait_until_gone(run_in_child(deed))
    assert children() == []


@pytest.mark.parametrize("deed", [hostile.answer_garbage, hostile.answer_pickle, hostile.answer_without_end, hostile.answer_twice])
def test_an_answer_that_is_none_ends_the_child(deed: Callable[[], None]):
    with pytest.raises(ChildOverstepped):
        run_in_child(deed)
    assert children() == []


def test_progress_that_is_none_ends_the_child():
    with pytest.raises(ChildOverstepped):
        run_in_child(hostile.tell_nonsense, progress=lambda *_: None)
    assert children() == []


def test_a_flood_of_progress_is_thinned_out():
    told: list[object] = []
    assert run_in_child(hostile.flood_progress, progress=lambda *progress: told.append(progress)) == "done"
    assert told[-1] == ("reading", 100_000, 100_000)
    assert len(told) < 10_000


def test_a_cancelled_job_ends_before_its_time():
    with pytest.raises(ChildCancelled):
        run_in_child(hostile.loop, is_cancelled=lambda: children() != [])


def test_a_child_sees_no_credentials_and_no_descriptors(monkeypatch: pytest.MonkeyPatch):
    stop_guard()
    monkeypatch.setenv("DATABASE_URL", "postgresql://secret")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    start_guard(hostile.MODULES)
    seen = run_in_child(hostile.see_surroundings)
    assert "secret" not in str(seen["environment"].values())
    assert sorted(seen["descriptors"])[:4] == [0, 1, 2, 3]
    assert len(seen["descriptors"]) == 5  # the fifth is the listing itself
    assert seen["files"] == []
    assert Path(seen["folder"]).parent.parent == scratch_root()
    assert not Path(seen["folder"]).exists()
    assert seen["main"] == "service.jobs.forkserver"


needs_landlock = pytest.mark.skipif(not landlock_version(), reason="this kernel has no Landlock")


@needs_landlock
def test_a_child_reads_and_writes_nothing_of_the_machine_but_programs_and_its_scratch_folder(tmp_path: Path):
    secret = tmp_path / "password"
    secret.write_text("secret", encoding="utf-8")
    with pytest.raises(ChildFailed, match="PermissionError"):
        run_in_child(hostile.read_elsewhere, str(secret), limits=Limits())
    with pytest.raises(ChildFailed, match="PermissionError"):
        run_in_child(hostile.write_elsewhere, str(tmp_path / "left behind"), limits=Limits())
    assert not (tmp_path / "left behind").exists()


@needs_landlock
def test_a_child_looks_into_no_other_process_and_signals_none():
    for deed in (hostile.read_neighbours_environment, hostile.kill_neighbour):
        with pytest.raises(ChildFailed, match="PermissionError"):
            run_in_child(deed, os.getpid(), limits=Limits())


def test_documents_that_need_other_programs_are_read_in_the_child():
    [layout] = [layout for layout in read_layouts() if layout.name == "reception_directive"]
    for kind in ("rtf", "scan.pdf"):
        answer = run_in_child(extract_content, FURTHER[kind](layout), limits=Limits(), progress=lambda *_: None)
        assert answer["records"]["clauses"]


@pytest.mark.skipif(not may_leave_network(), reason="the system does not permit leaving the network")
def test_a_child_has_no_network():
    assert run_in_child(hostile.see_surroundings)["interfaces"].count(":") <= 1  # the loopback, which is down


def test_children_end_when_the_fork_server_is_killed():
    server = start_guard().process

    def kill_the_server_of_a_child() -> bool:
        if server.poll() is None and (running := children()):
            looping.extend(running)
            server.kill()
        return False

    looping: list[int] = []
    with pytest.raises(ChildCrashed):
        run_in_child(hostile.loop, is_cancelled=kill_the_server_of_a_child)
    wait_until_gone(*looping)
    assert run_in_child(abs, -2) == 2


def test_a_room_whose_fork_server_was_killed_is_swept_with_all_who_work_in_it():
    lost = Guard(hostile.MODULES)
    with lost.child(hostile.leave_and_wait, (), Limits(), has_progress=False) as running:
        stray = int(wait_for_line(running.answer))
        os.kill(lost.process.pid, signal.SIGKILL)
        lost.process.wait()
        sweep_rooms()
        wait_until_gone(stray)
        assert not lost.room.exists()
    lost.close()


def wait_for_line(pipe: int) -> bytes:
    os.set_blocking(pipe, True)
    return os.read(pipe, 100)


def test_everything_ends_when_the_service_is_killed():
    reading, writing = os.pipe()
    service = os.fork()
    if service == 0:
        fresh = Guard(hostile.MODULES)
        with fresh.child(hostile.leave_and_wait, (), Limits(), has_progress=False) as running:
            os.write(writing, b"%d %d %s" % (fresh.process.pid, int(wait_for_line(running.answer)), str(fresh.room).encode()))
            signal.pause()
    server, stray, room = os.read(reading, 200).split()
    os.kill(service, signal.SIGKILL)
    os.waitpid(service, 0)
    wait_until_gone(int(server), int(stray))
    wait_until(lambda: not Path(room.decode()).exists())
    os.close(reading)
    os.close(writing)


def test_a_page_of_a_pdf_is_drawn_as_a_picture():
    picture = run_in_child(render_page, Path("corpora/samples/roadmap.pdf").read_bytes(), 1, 50)
    assert picture.startswith(b"\x89PNG")


def test_a_picture_is_its_own_first_page_and_has_no_second():
    picture = run_in_child(render_page, Path("corpora/samples/roadmap.pdf").read_bytes(), 1, 50)
    assert run_in_child(render_page, picture, 1, 50).startswith(b"\x89PNG")
    with pytest.raises(DamagedFile):
        run_in_child(render_page, picture, 2, 50)


def test_a_file_without_pages_is_not_drawn():
    with pytest.raises(DamagedFile):
        run_in_child(render_page, Path("corpora/samples/programme.txt").read_bytes(), 1, 50)
