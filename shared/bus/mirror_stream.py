"""The stream behind a mirror: made when it is missing, compared with the log before anything is added to it."""

from nats.js import JetStreamContext
from nats.js.api import DiscardPolicy, StorageType, StreamConfig, StreamInfo
from nats.js.errors import APIError, NotFoundError

from shared.bus.envelope import row_of, stream_name, subjects_of
from shared.eventlog.log import EventLog

_OVERLAP = 10065  # another stream already takes these subjects


class MirrorHasForked(RuntimeError):  # noqa: N818 - named as a sentence
    """The stream holds another history than the log: nothing may be added, someone has to look."""

    def __init__(self, sequence: int, reason: str) -> None:
        super().__init__(f"sequence {sequence}: {reason}")
        self.sequence = sequence
        self.reason = reason


class SubjectsAreTaken(RuntimeError):  # noqa: N818 - named as a sentence
    """Another deployment uses the same broker account: each deployment needs one of its own."""


class MirrorStream:
    """Finds or makes the stream of this epoch, and answers the sequence behind which the log continues it."""

    def __init__(self, log: EventLog, *, deployment: str, service: str, keep: int) -> None:
        self.name = stream_name(deployment, service, log.epoch)
        self._log = log
        self._subjects = subjects_of(service)
        self._keep = keep
        self._prefix = stream_name(deployment, service, "")

    async def open(self, js: JetStreamContext) -> int:
        """The stream's last sequence, once it is known to be a prefix of this log."""
        info = await self._info(js)
        if info.config.subjects != [self._subjects]:
            raise MirrorHasForked(info.state.last_seq, "another epoch has taken over")
        await self._compare(js, info)
        return info.state.last_seq

    async def _info(self, js: JetStreamContext) -> StreamInfo:
        try:
            return await js.stream_info(self.name)
        except NotFoundError:
            return await self._make(js)

    async def _make(self, js: JetStreamContext) -> StreamInfo:
        first = max(1, self._log.head.sequence - self._keep + 1)
        config = StreamConfig(
            name=self.name,
            subjects=[self._subjects],
            storage=StorageType.FILE,
            discard=DiscardPolicy.OLD,
            max_msgs=self._keep,
            first_seq=first if first > 1 else None,
            allow_atomic=True,
            deny_delete=True,
        )
        try:
            return await js.add_stream(config)
        except APIError as error:
            if error.err_code != _OVERLAP:
                raise
            await self._retire_others(js)
            return await js.add_stream(config)

    async def _retire_others(self, js: JetStreamContext) -> None:
        """The stream of an epoch before this one stays readable for the operator but takes nothing more."""
        other = await js.find_stream_name_by_subject(self._subjects)
        if not other.startswith(self._prefix):
            raise SubjectsAreTaken(other)
        config = (await js.stream_info(other)).config
        config.subjects = [f"retired.{other}"]
        await js.update_stream(config)

    async def _compare(self, js: JetStreamContext, info: StreamInfo) -> None:
        last = info.state.last_seq
        if last == 0:
            return
        rows = await self._log.read_outbox(last - 1, 1)
        if not rows:
            raise MirrorHasForked(last, "the stream is ahead of the log")
        if info.state.messages == 0:
            return
        message = await js.get_msg(self.name, seq=last)
        try:
            found = row_of(message.headers, message.subject or "", message.data or b"")
        except ValueError as error:
            raise MirrorHasForked(last, "the stream holds something that no mirror wrote") from error
        if (found.id, found.digest) != (rows[0].id, rows[0].digest):
            raise MirrorHasForked(last, "stream and log hold different facts")
