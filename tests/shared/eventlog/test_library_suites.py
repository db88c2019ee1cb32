"""The recorder suites that the `eventsourcing` library ships for its own databases pass on the log."""

from collections.abc import Iterator

import pytest
from eventsourcing.tests import persistence

from shared.eventlog.log import EventLog
from shared.runtime.clock import SystemClock
from shared.testing.postgres import Databases
from tests.shared.eventlog.conftest import SECRET
from tests.shared.eventlog.recorder_facade import LogRecorder, Loop, RawMapper, StreamRecorder
from tests.shared.eventlog.village import NAME


class OnTheLog:
    """A log of its own for every test of a suite."""

    loop: Loop
    log: EventLog

    @pytest.fixture(autouse=True)
    def fresh_log(self, databases: Databases) -> Iterator[None]:
        self.loop = Loop()
        database = self.loop.run(databases.fresh([NAME]))
        options = {"clock": SystemClock(), "secret": SECRET, "in_tests": True, "mapper": RawMapper()}
        self.log = self.loop.run(EventLog.open(database.dsn(NAME), service=NAME, **options))
        yield
        self.loop.run(self.log.close())
        self.loop.run(databases.drop(database))
        self.loop.stop()

    def create_recorder(self) -> LogRecorder:
        return LogRecorder(self.log, self.loop)


class TestAggregateRecorder(OnTheLog, persistence.AggregateRecorderTestCase):
    def create_recorder(self) -> StreamRecorder:
        return StreamRecorder(self.log, self.loop)


class TestApplicationRecorder(OnTheLog, persistence.ApplicationRecorderTestCase):
    def test_subscribe(self) -> None:
        self.optional_test_insert_subscribe()


class TestTrackingRecorder(OnTheLog, persistence.TrackingRecorderTestCase): ...


class TestProcessRecorder(OnTheLog, persistence.ProcessRecorderTestCase): ...


class TestPositionsDoNotInterleave(OnTheLog, persistence.NonInterleavingNotificationIDsBaseCase): ...
