"""The generated Python client, as a newcomer would use it: the member's app and the officer's, by trusted documents."""

import importlib.util
from pathlib import Path
from uuid import uuid4

import msgspec
import pytest
from joserfc.jwk import ECKey

FILE = Path(__file__).parents[2] / "examples" / "python" / "lienthong_client.py"


@pytest.fixture(scope="module")
def library():
    spec = importlib.util.spec_from_file_location("lienthong_client", FILE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_members_app_reads_and_asks(library, scene):
    member = scene.member(61)
    user = scene.people.user("member", member=member)
    app = library.Client(user.url, user.token)
    mine = app.ho_so_cua_toi()["viewer"]["member"]
    assert (mine["id"], mine["transfers"]["nodes"]) == (member, [])
    asked = app.xin_chuyen(lenh={"commandId": str(uuid4()), **scene.request(member)})["requestTransfer"]
    assert asked["errors"] == []
    shown = app.ho_so_chuyen_cua_toi(id=asked["transfer"]["id"])["transfer"]
    assert (shown["state"], shown["currentHolder"]["name"]) == ("REQUESTED", "Chi bộ Khu phố 1")
    again = app.xin_chuyen(lenh={"commandId": str(uuid4()), **scene.request(member)})["requestTransfer"]
    assert [error["code"] for error in again["errors"]] == ["MEMBER_ALREADY_IN_TRANSFER"]
    with pytest.raises(library.Refused) as refused:
        app.ho_so_chuyen_cua_toi(id="x")
    assert refused.value.errors[0]["extensions"]["code"] == "ID_IS_NOT_READABLE"


def test_the_officers_app_syncs_and_packs(library, scene):
    user = scene.people.user("home_visit_officer", "79.26740")
    app = library.Client(user.url, user.token, language="en")
    synced = app.dong_bo_viec_den_nha(so_viec=10)["syncVisits"]
    assert synced["hasMore"] is False
    key = msgspec.json.encode(ECKey.generate_key("P-256").as_dict(private=False)).decode()
    assert app.goi_viec_den_nha(khoa_may=key)["visitBundle"]["jwe"].count(".") == 4
    moment = {"deviceTime": synced["serverTime"], "syncedAt": synced["serverTime"], "monotonicOffsetMs": 0}
    item = {"commandId": str(uuid4()), "homeServiceId": "x", "visit": 1, "kind": "START", "at": moment}
    with pytest.raises(library.Refused):
        app.gui_viec_den_nha(lenh={"items": [item]})
