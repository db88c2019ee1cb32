"""deploy/ against the code, without a cluster: settings that exist, services that exist, ports, probes and rights."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from services.__main__ import COMMANDS
from services.stack import STACK
from shared.runtime.nats_server import NatsServer
from shared.runtime.settings import NOT_SETTINGS, PREFIX, with_environment

DEPLOY = Path(__file__).parents[2] / "deploy"
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
CLUSTER = list(yaml.safe_load_all((DEPLOY / "kubernetes" / "lienthong.yaml").read_text()))
ROUTES = {"/health/live", "/health/ready"}


def of_kind(kind: str) -> dict[str, dict[str, Any]]:
    return {one["metadata"]["name"]: one for one in CLUSTER if one["kind"] == kind}


def environments() -> dict[str, dict[str, str]]:
    found = {name: service.get("environment", {}) for name, service in COMPOSE["services"].items()}
    return {**found, "kubernetes": of_kind("ConfigMap")["lienthong"]["data"]}


@pytest.mark.parametrize(("where", "given"), environments().items(), ids=environments().keys())
def test_every_variable_is_a_setting(where: str, given: dict[str, str]):
    ours = {name: value for name, value in given.items() if name.startswith(PREFIX)}
    known = {name: value for name, value in ours.items() if name != "LIENTHONG_DATA" and name not in NOT_SETTINGS}
    settings = with_environment({"data": "/data"}, known)
    if ours:
        assert set(settings.ports) == set(settings.hosts) == set(STACK)
        assert settings.url("membership") == "http://membership:8082"


def test_compose_runs_every_service_by_a_command_that_exists():
    commands = {
        tuple(service["command"]) for service in COMPOSE["services"].values() if service["image"] == "lienthong:latest"
    }
    assert {("serve", name) for name in STACK} | {("migrate",)} <= commands
    assert {command[0] for command in commands} <= set(COMMANDS)
    for service in COMPOSE["services"].values():
        assert service["image"].endswith(":latest") == (service["image"] == "lienthong:latest")


def test_compose_mounts_files_that_are_there():
    mounts = [mount for service in COMPOSE["services"].values() for mount in service.get("volumes", [])]
    files = [mount.split(":")[0] for mount in mounts if mount.startswith("./")]
    assert files
    assert [file for file in files if not (DEPLOY / file).exists()] == []
    named = {mount.split(":")[0] for mount in mounts if not mount.startswith("./")}
    assert named == set(COMPOSE["volumes"])


@pytest.mark.parametrize("name", STACK)
def test_kubernetes_serves_each_service_where_the_others_look_for_it(name: str):
    settings = with_environment({"data": "/data"}, {
        key: value for key, value in environments()["kubernetes"].items() if key != "LIENTHONG_DATA"
    })  # fmt: skip
    spec = of_kind("StatefulSet")[name]["spec"]
    (container,) = spec["template"]["spec"]["containers"]
    port = container["ports"][0]["containerPort"]
    assert container["args"] == ["serve", name]
    assert settings.url(name) == f"http://{name}:{port}"
    assert of_kind("Service")[name]["spec"]["ports"][0]["port"] == port
    assert spec["replicas"] == 1
    labels = spec["template"]["metadata"]["labels"]
    assert spec["selector"]["matchLabels"] == labels == of_kind("Service")[name]["spec"]["selector"]
    assert {container[probe]["httpGet"]["path"] for probe in ("livenessProbe", "readinessProbe")} == ROUTES
    assert spec["template"]["spec"]["securityContext"]["runAsNonRoot"]
    volumes = {volume["name"] for volume in spec["template"]["spec"]["volumes"]}
    claims = {claim["metadata"]["name"] for claim in spec["volumeClaimTemplates"]}
    assert {mount["name"] for mount in container["volumeMounts"]} == volumes | claims


def test_the_brokers_rights_are_those_of_the_embedded_one(tmp_path: Path):
    shipped = (DEPLOY / "nats" / "nats.conf").read_text()
    publishers = [name for name in STACK if name != "gateway"]
    embedded = NatsServer(
        tmp_path, port=1, monitor_port=2, passwords=dict.fromkeys(STACK, "x"), publishers=publishers
    )._configuration()
    assert _rights(shipped) == _rights(embedded)
    assert "sync_interval: always" in shipped


def _rights(configuration: str) -> dict[str, set[str]]:
    """What each user may publish and hear."""
    parts = re.split(r'user: "(\w+)"', configuration)[1:]
    return {
        user: set(re.findall(r'"([^"]+)"', said)) - {"x"} for user, said in zip(parts[::2], parts[1::2], strict=True)
    }


def test_the_image_copies_what_is_there_and_runs_as_nobody_special():
    lines = (DEPLOY / "Containerfile").read_text().splitlines()
    copied = [word for line in lines if line.startswith("COPY") and "--from" not in line for word in line.split()[1:-1]]
    assert [name for name in copied if not (DEPLOY.parent / name).exists()] == []
    assert "USER lienthong" in lines
