"""Gauges: what a process says of itself when Prometheus asks; whole numbers, names of parts, no values of persons."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from shared.http.health import readiness
from shared.runtime.state_file import read_state


async def gauges(running: Any) -> bytes:
    """Everything that is read off the parts of a running process, as Prometheus text."""
    registry = CollectorRegistry()
    found = [*_findings(running), *_log(running), *_room(running), *_restarts(running), *await _outbox(running)]
    registry.register(_Read(found))
    return generate_latest(registry)


class _Read(Collector):
    def __init__(self, metrics: list[Metric]) -> None:
        self._metrics = metrics

    def collect(self) -> list[Metric]:
        return self._metrics


def _findings(running: Any) -> Iterator[Metric]:
    lag = GaugeMetricFamily("lienthong_lag", "Facts still to be read or sent", labels=["part"])
    well = GaugeMetricFamily("lienthong_well", "1 while a part is well, else 0 and why", labels=["part", "kind"])
    for finding in readiness(running).findings:
        lag.add_metric([finding.name], finding.lag)
        well.add_metric([finding.name, finding.kind], int(finding.ok and not finding.kind))
    yield from (lag, well)


def _log(running: Any) -> Iterator[Metric]:
    log = running.log
    if log is None:
        return
    yield _gauge("lienthong_queue_depth", "Commands that wait for their batch", getattr(log, "waiting", 0))
    yield _gauge("lienthong_outbox_sequence", "The newest published fact", log.head.sequence)
    yield _count("lienthong_alarms", "Batches that failed for a reason no check foresaw", getattr(log, "alarms", 0))


def _room(running: Any) -> Iterator[Metric]:
    room = getattr(running, "room", None)
    if room is not None:
        yield _gauge("lienthong_free_bytes", "Free bytes on the fullest disk of the deployment", room.free())


def _restarts(running: Any) -> Iterator[Metric]:
    """What the supervisor of this data folder has counted: a service tells its own, the gateway the servers' too."""
    settings = getattr(running, "settings", None)
    state = read_state(settings.data) if settings is not None else None
    if state is None:
        return
    told = CounterMetricFamily("lienthong_restarts", "How often a process was started again", labels=["process"])
    for process in state.processes:
        if process.name == running.service.name or (running.log is None and process.name not in state.urls):
            told.add_metric([process.name], process.restarts)
    yield told


async def _outbox(running: Any) -> list[Metric]:
    """How long the oldest published fact waits for the broker, in whole seconds; 0 when all are there."""
    if running.log is None or running.mirror is None:
        return []
    lag, age = running.mirror.finding().lag, 0
    if lag:
        oldest = await running.log.read_outbox(running.log.head.sequence - lag, 1)
        age = max((int((datetime.now(UTC) - row.recorded_at).total_seconds()) for row in oldest), default=0)
    return [_gauge("lienthong_outbox_age_seconds", "Age of the oldest fact that the broker has not got", age)]


def _gauge(name: str, told: str, value: float) -> Metric:
    return GaugeMetricFamily(name, told, value=value)


def _count(name: str, told: str, value: float) -> Metric:
    return CounterMetricFamily(name, told, value=value)
