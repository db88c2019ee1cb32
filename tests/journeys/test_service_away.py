"""A service stands still: commands to it are refused with a next step, reads go on; later the same command works."""

import signal
from uuid import uuid4

COMMAND = """mutation($input: RequestTransferInput!) {
  requestTransfer(input: $input) { errors { ... on UserError { code nextStep } } } }"""
STATUS = "{ serviceStatus { service reachable } }"


def test_reads_go_on_while_a_service_is_away(scene, stack):
    user = scene.people.at(scene.origin)
    body = {"commandId": str(uuid4()), **scene.request(scene.member(60))}
    stack.kill("membership", signal.SIGSTOP)
    try:
        answer = user.post({"query": COMMAND, "variables": {"input": body}})
        error = answer.json()["data"]["requestTransfer"]["errors"][0]
        assert error["code"] == "SERVICE_IS_AWAY"
        assert error["nextStep"]
        assert answer.headers["retry-after"]
        assert user.ask("{ census { provinces } }")["census"]["provinces"] == 34
        answering = {status["service"]: status["reachable"] for status in user.ask(STATUS)["serviceStatus"]}
        assert answering == {"organization": True, "membership": False, "evaluation": True}
    finally:
        stack.kill("membership", signal.SIGCONT)
    assert user.done("requestTransfer", body)["transfer"]["state"] == "REQUESTED"
