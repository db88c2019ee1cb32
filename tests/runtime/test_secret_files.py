"""Secrets are made once, for nobody else's eyes."""

from pathlib import Path

import pytest

from shared.http.tokens import Tokens
from shared.runtime.secret_files import SecretIsMissing, Secrets


def test_every_secret_is_0600_and_stays_the_same(tmp_path: Path):
    folder = tmp_path / "secrets"
    first = {file.name: file.read_text() for file in _made(folder)}
    assert {file.name: file.read_text() for file in _made(folder)} == first
    assert all(file.stat().st_mode & 0o777 == 0o600 for file in folder.iterdir())
    assert folder.stat().st_mode & 0o777 == 0o700


def test_secrets_differ_from_each_other(tmp_path: Path):
    texts = [file.read_text() for file in _made(tmp_path / "secrets")]
    assert len(set(texts)) == len(texts)


def test_every_password_begins_with_a_letter(tmp_path: Path):
    made = [file for number in range(30) for file in _made(tmp_path / str(number)) if file.suffix == ".password"]
    assert len(made) == 30 * 5
    assert all(file.read_text()[0].isalpha() for file in made)


def test_the_token_key_signs_tokens(tmp_path: Path):
    secrets = Secrets.create(tmp_path, ["membership"])
    tokens = Tokens(secrets.token_key, issuer="lienthong")
    assert tokens.verify(tokens.mint("operator@00", "operator")).subject == "operator@00"


def test_a_missing_secret_says_what_to_do(tmp_path: Path):
    with pytest.raises(SecretIsMissing, match="lienthong up"):
        _ = Secrets(tmp_path).kek


def _made(folder: Path) -> list[Path]:
    Secrets.create(folder, ["membership", "gateway"])
    return sorted(folder.iterdir())


def test_a_rotation_may_end_between_a_look_for_the_older_key_and_its_reading(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    secrets = Secrets.create(tmp_path, ("membership",))
    kek = bytes.fromhex((tmp_path / "kek").read_text())
    monkeypatch.setattr(Path, "exists", lambda _: True)
    assert secrets.keks() == (kek,)
