"""Settings come from the data folder; the environment overrides; a wrong name is told with the nearest one."""

import os
import subprocess
from pathlib import Path

import pytest

from shared.runtime.settings import SettingIsWrong, Settings, with_environment
from shared.testing.stack import LIENTHONG


def test_the_environment_overrides_single_fields(tmp_path: Path):
    settings = with_environment(
        {"data": str(tmp_path)},
        {"LIENTHONG_POOL_SIZE": "3", "LIENTHONG_PORTS": "gateway=8081,membership=9000", "LIENTHONG_DEMO": "true"},
    )
    assert (settings.pool_size, settings.demo) == (3, True)
    assert settings.ports == {"gateway": 8081, "membership": 9000}


def test_mappings_come_as_the_settings_file_has_them_too(tmp_path: Path):
    given = {"LIENTHONG_PORTS": '{"gateway": 8081}', "LIENTHONG_HOSTS": '{"membership": "10.0.0.5"}'}
    settings = with_environment({"data": str(tmp_path)}, given)
    assert (settings.ports, settings.hosts) == ({"gateway": 8081}, {"membership": "10.0.0.5"})


@pytest.mark.parametrize("text", ["{", "8080", '{"gateway": [1]}'])
def test_a_mapping_that_is_none_is_told_with_its_form(tmp_path: Path, text: str):
    with pytest.raises(SettingIsWrong, match="gateway=8080,membership=9000"):
        with_environment({"data": str(tmp_path)}, {"LIENTHONG_PORTS": text})


def test_a_wrong_setting_ends_a_command_in_a_sentence(tmp_path: Path):
    told = subprocess.run(
        [*LIENTHONG, "log", "tail", "--data", str(tmp_path)],
        env=os.environ | {"LIENTHONG_PORTS": "{"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert told.returncode == 1
    assert "LIENTHONG_PORTS is neither" in told.stderr
    assert "Traceback" not in told.stderr


def test_an_unknown_setting_names_the_nearest_one(tmp_path: Path):
    with pytest.raises(SettingIsWrong, match="did you mean LIENTHONG_POSTGRES"):
        with_environment({"data": str(tmp_path)}, {"LIENTHONG_POSTGERS": "x"})


def test_a_value_of_the_wrong_kind_is_told_with_its_path(tmp_path: Path):
    with pytest.raises(SettingIsWrong, match=r"pool_size"):
        with_environment({"data": str(tmp_path)}, {"LIENTHONG_POOL_SIZE": "many"})


def test_what_is_saved_is_read_again_and_private(tmp_path: Path):
    settings = Settings(
        data=tmp_path, postgres="postgresql://postgres@127.0.0.1:5433/postgres", ports={"gateway": 8080}
    )
    settings.save()
    assert Settings.load(tmp_path) == settings
    assert (tmp_path / "run" / "settings.json").stat().st_mode & 0o077 == 0


def test_a_service_connects_as_its_own_role_with_its_own_password(tmp_path: Path):
    secrets = tmp_path / "secrets"
    secrets.mkdir()
    (secrets / "membership.password").write_text("p/w d")
    settings = Settings(data=tmp_path, postgres="postgresql://admin:secret@db:5432/postgres?sslmode=require")
    assert settings.dsn("membership") == "postgresql://membership:p%2Fw%20d@db:5432/lienthong?sslmode=require"
    assert settings.admin_dsn() == "postgresql://admin:secret@db:5432/lienthong?sslmode=require"
