"""The import law of pyproject.toml: the code obeys it, and each of its contracts catches what it is there to catch."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LINT = Path(sys.executable).with_name("lint-imports")

PLANTED = {
    # where it is planted: what it imports, and the line of the report that names it
    "services/membership/domain/planted_api.py": "services.membership.api",
    "services/membership/domain/planted_contract.py": "services.membership.contracts.facts",
    "services/membership/application/planted_projection.py": "services.membership.projections",
    "services/membership/projections/planted_policy.py": "services.membership.policies",
    "services/organization/application/planted_api.py": "services.organization.api",
    "services/membership/application/planted_neighbour.py": "services.organization.domain",
    "services/organization/projections/planted_neighbour.py": "services.membership.application",
    "services/gateway/reading/planted_neighbour.py": "services.membership.domain",
    "services/evaluation/domain/planted_neighbour.py": "services.organization.domain",
    "shared/http/planted_service.py": "services.stack",
    "shared/vocabulary/planted_service.py": "services.membership.contracts.enums",
    "services/membership/domain/planted_web.py": "litestar",
    "services/organization/domain/planted_database.py": "asyncpg",
    "services/organization/contracts/planted_library.py": "eventsourcing",
    "services/membership/domain/planted_log.py": "shared.eventlog",
    "services/membership/domain/planted_bus.py": "shared.bus",
    "services/membership/application/planted_broker.py": "nats",
    "services/membership/policies/planted_web.py": "litestar",
    "services/membership/projections/planted_graphql.py": "strawberry",
}


def lint(folder: Path) -> tuple[int, str]:
    here = {"PYTHONPATH": ".", "PATH": ""}
    ran = subprocess.run([LINT, "--no-cache"], cwd=folder, check=False, capture_output=True, text=True, env=here)
    return ran.returncode, ran.stdout + ran.stderr


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The report on a copy of the code in which every violation is planted at once."""
    copy = tmp_path_factory.mktemp("planted")
    for package in ("services", "shared"):
        shutil.copytree(ROOT / package, copy / package, ignore=shutil.ignore_patterns("__pycache__", "data"))
    shutil.copy(ROOT / "pyproject.toml", copy)
    for path, imported in PLANTED.items():
        assert (copy / path).with_name("__init__.py").exists(), f"{path}: no such room any more"
        (copy / path).write_text(f'"""Planted."""\n\nimport {imported}\n')
    code, text = lint(copy)
    assert code == 1, text
    return text


def test_the_code_obeys():
    code, text = lint(ROOT)
    assert code == 0, text


@pytest.mark.parametrize(("path", "imported"), PLANTED.items(), ids=PLANTED)
def test_a_planted_violation_is_caught(report: str, path: str, imported: str):
    module = path.removesuffix(".py").replace("/", ".")
    assert f"{module} -> {imported}" in " ".join(report.split())


def test_at_least_ten_are_planted():
    assert len(PLANTED) >= 10
