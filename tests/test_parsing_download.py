"""Stanford's models: fetched whole from a server that behaves, one sentence from others."""

import hashlib
import json
import socketserver
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from claimtrack.errors import ModelError
from claimtrack.parsing import default_parser
from claimtrack.parsing.stanza import StanzaParser, get_models
from claimtrack.parsing.weights import SHIPPED

pytestmark = pytest.mark.models

TEXT = "The ministry denied on Monday that the bridge in Oslo was unsafe."


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


def lay_out(folder: Path, url: str) -> None:
    """The shipped models as Stanza's own server would offer them."""
    import torch  # noqa: PLC0415
    from stanza.models.common.pretrain import PretrainedWordVocab  # noqa: PLC0415
    from stanza.resources.common import DEFAULT_RESOURCES_VERSION  # noqa: PLC0415

    shipped = SHIPPED / "en"
    table = torch.load(shipped / "vectors.pt", weights_only=True)
    vocabulary = PretrainedWordVocab(table["words"].split("\n"))
    vectors = {"vocab": vocabulary.state_dict(), "emb": table["q"].float() * table["scale"]}
    processors = ("tokenize", "pos", "lemma", "depparse", "ner")
    for name in (*processors, "pretrain"):
        (folder / "en" / name).mkdir(parents=True)
    for name in processors:
        (folder / "en" / name / "small.pt").write_bytes((shipped / f"{name}.pt").read_bytes())
    (folder / "en" / "default.zip").write_bytes(b"asked for, to see whether the server answers")
    torch.save(vectors, folder / "en" / "pretrain" / "small.pt")
    needs = [{"model": "pretrain", "package": "small"}]
    english = {
        name: {
            "small": {
                "md5": hashlib.md5(
                    (folder / "en" / name / "small.pt").read_bytes(), usedforsecurity=False
                ).hexdigest(),
                **({"dependencies": needs} if name in {"pos", "depparse", "ner"} else {}),
            }
        }
        for name in (*processors, "pretrain")
    }
    index = {
        "url": f"{url}/{{lang}}/{{filename}}",
        "en": {
            **english,
            "lang_name": "English",
            "packages": {"default": dict.fromkeys(processors, "small")},
        },
    }
    path = folder / f"resources_{DEFAULT_RESOURCES_VERSION}.json"
    path.write_text(json.dumps(index), encoding="utf-8")


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder that a server on this machine offers, with models in it."""
    folder = tmp_path / "server"
    folder.mkdir()
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as http:
        url = f"http://127.0.0.1:{http.server_address[1]}"
        monkeypatch.setattr("stanza.resources.common.DEFAULT_RESOURCES_URL", url)
        monkeypatch.setenv("CLAIMTRACK_MODELS", str(tmp_path / "mine"))
        lay_out(folder, url)
        thread = threading.Thread(target=http.serve_forever, args=(0.01,))
        thread.start()
        yield folder
        http.shutdown()
        thread.join()


def mine(tmp_path: Path) -> list[str]:
    """What lies where the models belong, hidden files too."""
    place = tmp_path / "mine" / "stanford"
    return sorted(path.name for path in place.iterdir()) if place.exists() else []


def test_fetched_models_parse(server: Path, tmp_path: Path) -> None:
    models = get_models("en")
    assert models.folder == tmp_path / "mine" / "stanford" / "en"
    assert sum(path.endswith(".pt") for path in models.files) == 6
    assert mine(tmp_path) == ["en"]
    # From now on no server is needed.
    for path in server.rglob("*.*"):
        path.unlink()
    parser = StanzaParser("en", models="stanford")
    assert parser.parse(TEXT) == default_parser().parse(TEXT)
    assert parser.fingerprint.split()[-2:] == ["stanford", models.digest]


def test_fetching_again_replaces_what_was_there(server: Path, tmp_path: Path) -> None:
    first = get_models("en")
    (first.folder / "en" / "pos" / "small.pt").write_bytes(b"broken since")
    with pytest.raises(ModelError, match="claimtrack models get en"):
        StanzaParser("en", models="stanford")
    assert get_models("en") == first
    assert mine(tmp_path) == ["en"]
    assert StanzaParser("en", models="stanford").fingerprint
    assert server.is_dir()


@pytest.mark.parametrize("content", [None, b"not what was promised"])
def test_a_download_that_breaks_off_leaves_what_was_there(
    server: Path, tmp_path: Path, content: bytes | None
) -> None:
    first = get_models("en")
    served = server / "en" / "lemma" / "small.pt"
    served.unlink()
    if content is not None:
        served.write_bytes(content)
    with pytest.raises(ModelError, match=r"download of models for 'en' broke off .*models get en"):
        get_models("en")
    assert mine(tmp_path) == ["en"]
    assert StanzaParser("en", models="stanford").fingerprint.endswith(first.digest)


def test_a_language_that_stanford_lacks_is_named(server: Path, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="Stanford has no models for 'tlh'"):
        get_models("tlh")
    assert mine(tmp_path) == []
    assert server.is_dir()


def test_an_index_that_is_none_is_one_sentence(server: Path, tmp_path: Path) -> None:
    (index,) = server.glob("*.json")
    for content in ("<html>sign in to this network</html>", "[]", "{}", '{"url": "x:{nothing}"}'):
        index.write_text(content, encoding="utf-8")
        with pytest.raises(ModelError, match=r"cannot reach .* connect to the network"):
            get_models("en")
    assert mine(tmp_path) == []


def test_models_that_cannot_be_written_are_one_sentence(
    server: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("CLAIMTRACK_MODELS", str(tmp_path / "file"))
    with pytest.raises(ModelError, match="set CLAIMTRACK_MODELS to another folder"):
        get_models("en")
    assert server.is_dir()


def test_no_connection_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAIMTRACK_MODELS", str(tmp_path / "mine"))
    with socketserver.TCPServer(("127.0.0.1", 0), socketserver.BaseRequestHandler) as closed:
        port = closed.server_address[1]
    monkeypatch.setattr(
        "stanza.resources.common.DEFAULT_RESOURCES_URL", f"http://127.0.0.1:{port}"
    )
    with pytest.raises(ModelError, match=r"cannot reach http.* claimtrack models get en"):
        get_models("en")
    assert mine(tmp_path) == []


def test_a_server_that_never_answers_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAIMTRACK_MODELS", str(tmp_path / "mine"))
    # Connections queue up, nobody takes them.
    with socketserver.TCPServer(("127.0.0.1", 0), socketserver.BaseRequestHandler) as silent:
        url = f"http://127.0.0.1:{silent.server_address[1]}"
        monkeypatch.setattr("stanza.resources.common.DEFAULT_RESOURCES_URL", url)
        with pytest.raises(ModelError, match=r"cannot reach .*timed out"):
            get_models("en", patience=0.1)
    assert mine(tmp_path) == []
