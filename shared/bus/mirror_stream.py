"""The stream behind a mirror: made when it is missing, compared with the log before anything is added to it."""

from nats.js import JetStreamContext
from nats.js.api import DiscardPolicy, StorageType, StreamConfig, StreamInfo
from nats.js.errors import APIError, NotFoundError

from shared.bus.envelope import row_of, stream_name, subjects_of
from shared.eventlog.log import EventLog

_OVERLAP = 10065  # another stream already takes these subjects
_LOOKED_BACK = 1_000  # messages: twice as many as are ever under way together


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

    async def open(self, js: JetStreamContext, known: int = 0) -> int:
        """The stream's last sequence, once it is known to be a prefix of this log.

        `known`: up to there this process knows it already. What came behind is compared message by message: of rows
        that were under way together a stranger may have taken the place of one, and the next stands behind it.
        """
        info = await self._info(js)
        if info.config.subjects != [self._subjects]:
            raise MirrorHasForked(info.state.last_seq, "another epoch has taken over")
        await self._compare(js, info, known)
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

    async def _compare(self, js: JetStreamContext, info: StreamInfo, known: int) -> None:
        last = info.state.last_seq
        if last == 0:
            return
        if not await self._log.read_outbox(last - 1, 1):
            raise MirrorHasForked(last, "the stream is ahead of the log")
        if info.state.messages == 0:
            return
        begins = known + 1 if 0 < known < last else last
        for sequence in range(max(begins, info.state.first_seq, last - _LOOKED_BACK), last + 1):
            await self._compare_at(js, sequence)

    async def _compare_at(self, js: JetStreamContext, sequence: int) -> None:
        rows = await self._log.read_outbox(sequence - 1, 1)
        message = await js.get_msg(self.name, seq=sequence)
        try:
            found = row_of(message.headers, message.subject or "", message.data or b"")
        except ValueError as error:
            raise MirrorHasForked(sequence, "the stream holds something that no mirror wrote") from error
        if (found.id, found.digest) != (rows[0].id, rows[0].digest):
            raise MirrorHasForked(sequence, "stream and log hold different facts")
