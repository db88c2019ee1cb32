"""The object store: on a folder always; on S3 where LIENTHONG_TEST_S3 names a server that speaks it (a bucket is made).

For example: pip install 'moto[server]', moto_server -p 5000, LIENTHONG_TEST_S3=http://127.0.0.1:5000 pytest <this file>
"""

import os
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from shared.objects.store import Objects

S3 = os.environ.get("LIENTHONG_TEST_S3", "")


@pytest.fixture(params=["folder", pytest.param("S3", marks=pytest.mark.skipif(not S3, reason="LIENTHONG_TEST_S3"))])
def objects(request, tmp_path: Path, monkeypatch):
    if request.param == "folder":
        return Objects(tmp_path)
    for name, value in (("ACCESS_KEY_ID", "a"), ("SECRET_ACCESS_KEY", "b"), ("REGION", "us-east-1")):
        monkeypatch.setenv(f"AWS_{name}", value)
    monkeypatch.setenv("AWS_ENDPOINT", S3)
    monkeypatch.setenv("AWS_ALLOW_HTTP", "true")
    bucket = f"proofs-{uuid4().hex[:12]}"
    httpx.put(f"{S3}/{bucket}").raise_for_status()
    return Objects(tmp_path, f"s3://{bucket}/province-79")


async def test_what_is_put_is_there_until_it_is_forgotten(objects):
    await objects.put("member-1/a", b"x" * 1_000)
    await objects.put("member-1/b", b"y" * 5_000_000)
    await objects.put("member-2/c", b"z")
    assert await objects.get("member-1/a") == b"x" * 1_000
    assert len(await objects.get("member-1/b")) == 5_000_000
    assert await objects.forget("member-1") == 2
    assert (await objects.get("member-1/a"), await objects.get("member-2/c")) == (None, b"z")


async def test_the_same_path_again_replaces_it_whole(objects):
    await objects.put("member-1/a", b"long before")
    await objects.put("member-1/a", b"anew")
    assert await objects.get("member-1/a") == b"anew"


async def test_what_was_never_put_is_not_there(objects):
    assert await objects.get("nobody/nothing") is None
    assert await objects.forget("nobody") == 0
