"""The documents say what is true: commands, modules, packages, codes and the example of the README."""

import re
import tomllib
from pathlib import Path

import pytest

import extractor
from service.cli import app

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
CODE = "\n".join(path.read_text(encoding="utf-8") for path in Path(extractor.__file__).parent.rglob("*.py"))


def test_every_command_of_the_readme_exists() -> None:
    named = set(re.findall(r"^planovik (\w+)", README, re.MULTILINE))
    commands = {command.name or command.callback.__name__ for command in app.registered_commands}
    assert named == commands | {group.name for group in app.registered_groups}


def test_every_target_of_the_readme_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert [target for target in re.findall(r"^make (\w+)", README, re.MULTILINE) if f"\n{target}:" not in makefile] == []


def test_every_module_run_by_the_readme_exists() -> None:
    paths = {module: ROOT / module.replace(".", "/") for module in re.findall(r"python -m ([\w.]+)", README)}
    is_there = {module: path.with_suffix(".py").exists() or (path / "__main__.py").exists() for module, path in paths.items()}
    assert [module for module, found in is_there.items() if not found] == []


def test_every_path_named_in_the_tables_exists() -> None:
    flow = README.partition("| stage | module |")[2].partition("\n\n")[0]
    named = [path for cell in re.findall(r"^\|[^|]*\|([^|]*)\|", flow, re.MULTILINE) for path in re.findall(r"`([\w/.]+)`", cell)]
    missing = [path for path in named if not any((folder / path).exists() for folder in (ROOT, ROOT / "extractor"))]
    assert named
    assert missing == []


def test_every_stage_of_the_flow_is_a_line_of_the_readme() -> None:
    package = Path(extractor.__file__).parent
    modules = {path.stem for path in package.glob("*.py")} | {path.parent.name for path in package.glob("*/__init__.py")}
    unnamed = [module for module in modules - {"__init__"} if not re.search(rf"`(?:extractor/)?{module}(?:\.py|/)", README)]
    assert sorted(set(unnamed) - {"batch", "cli"}) == []


def test_every_link_leads_somewhere() -> None:
    for page in (ROOT / "README.md", ROOT / "README.ru.md", *(ROOT / "docs").glob("*.md")):
        links = re.findall(r"\]\(((?!http)[^)#]+)\)", page.read_text(encoding="utf-8"))
        assert [link for link in links if not (page.parent / link).exists()] == [], page.name


def test_the_example_of_the_readme_runs(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    example = re.search(r"```python\n(.*?)```", README, re.DOTALL)
    assert example
    (tmp_path / "plan.docx").write_bytes((ROOT / "corpora" / "samples" / "school_order.docx").read_bytes())
    monkeypatch.chdir(tmp_path)
    exec(example.group(1), {})  # noqa: S102 - the README's own example
    assert "20" in capsys.readouterr().out


def test_the_page_of_packages_lists_those_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    named = {name for row in re.findall(r"^\| ([^|]+) \| [^|]*\| ", page, re.MULTILINE) for name in re.findall(r"[a-z][\w-]+", row)}
    declared = {re.split(r"[\[<>=]", package)[0] for package in project["dependencies"]}
    assert named - {"package"} == declared
    tools = {re.split(r"[\[<>=]", package)[0] for package in project["optional-dependencies"]["dev"]}
    assert [tool for tool in tools if tool not in page] == []


def test_the_page_of_errors_lists_every_error_and_issue() -> None:
    page = (ROOT / "docs" / "errors.md").read_text(encoding="utf-8")
    errors = re.findall(r'^    code = "(\w+)"', CODE, re.MULTILINE)
    issues = re.findall(r'\bissue\(\s*"(\w+)"', CODE)
    doubts = re.findall(r'"(\w+)"', re.search(r"DoubtCode = Literal\[(.*)\]", CODE).group(1))
    assert [code for code in (*errors, *issues, *doubts) if f"`{code}`" not in page] == []


def test_the_records_page_names_every_kind_of_deadline() -> None:
    page = (ROOT / "docs" / "records.md").read_text(encoding="utf-8")
    kinds = re.findall(r'"(\w+)"', re.search(r"DeadlineKind = Literal\[(.*)\]", CODE).group(1))
    assert [kind for kind in kinds if f"`{kind}`" not in page] == []


def test_addresses_of_the_examples_are_such_as_curl_sends() -> None:
    pages = [ROOT / "README.md", ROOT / "README.ru.md", *(ROOT / "docs").glob("*.md")]
    addresses = [found for page in pages for found in re.findall(r'"((?:http|\$URL)[^"]*)"', page.read_text(encoding="utf-8"))]
    assert addresses
    # A blank or a letter outside of ASCII has to be written as per cent, which `--data-urlencode` does.
    assert [address for address in addresses if not address.isascii() or " " in address] == []
