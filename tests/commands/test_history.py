"""`tunes listens` and `tunes profile`."""

import json
import shutil
from pathlib import Path

from shell import Shell


class TestListens:
    def test_are_the_stored_documents_and_what_they_count_as(self, shelf: Shell) -> None:
        (shard,) = (shelf.data / "profile").glob("*/2026-11.json")
        stored = list(json.loads(shard.read_bytes())["listens"].values())
        listens = shelf.tunes("listens", "--json").json
        derived = [{name: listen.pop(name) for name in ("play", "skip", "replay")} for listen in listens]
        assert listens == stored
        assert derived == [
            {"play": True, "skip": False, "replay": False},
            {"play": False, "skip": True, "replay": False},
            {"play": True, "skip": False, "replay": False},
        ]

    def test_as_text_are_read_at_a_glance(self, shelf: Shell) -> None:
        assert shelf.tunes("listens").lines == [
            "2026-11-18 12:06     200 s  finished  play        Artist 1 – Track 111",
            "2026-11-18 12:26       3 s  next      skip        Artist 1 – Track 111",
            "2026-11-18 12:46     200 s  finished  play        Artist 1 – Track 111",
        ]

    def test_none_is_fine(self, shell: Shell) -> None:
        assert shell.tunes("listens").raw == b""
        assert shell.tunes("listens", "--json").json == []

    def test_what_another_hand_wrote_does_no_harm(self, shelf: Shell, tmp_path: Path) -> None:
        kept = {
            "track": "\x1b[2J\ud800",
            "at": 253_402_300_799.0,
            "heard": 1.5,
            "offset": 60,
            "strange": [{}],
        }
        (tmp_path / "attic").mkdir()
        (tmp_path / "attic" / "2026-11.json").write_text(
            json.dumps({"listens": {"1": kept, "2": {"track": 7}}}).replace("\\ud800", "?")
        )
        done = shelf.tunes("listens", "--profile", tmp_path)
        assert done.code == 0
        assert done.lines == ["????-??-?? ??:??       2 s            -           [2J?"]

    def test_damage_is_told_beside_them(self, shelf: Shell, tmp_path: Path) -> None:
        shutil.copytree(shelf.data / "profile", tmp_path / "p")
        (shard,) = (tmp_path / "p").glob("*/2026-11.json")
        shard.write_bytes(b"\0" * 500)
        done = shelf.tunes("listens", "--json", "--profile", tmp_path / "p")
        assert done.code == 0
        assert len(done.json) >= 2
        assert "last good copy" in done.err


class TestProfile:
    def test_says_where_it_lies(self, shelf: Shell) -> None:
        assert (
            shelf.tunes("profile").out == shelf.tunes("profile", "path").out == f"{shelf.data / 'profile'}\n"
        )

    def test_a_folder_with_any_name_comes_out_as_it_is(self, shell: Shell) -> None:
        assert shell.tunes("profile", "--profile", b"/tmp/\xff\x1b").raw == b"/tmp/\xff\x1b\n"

    def test_a_sound_one(self, shelf: Shell, shell: Shell) -> None:
        done = shelf.tunes("profile", "verify")
        assert (done.code, done.out) == (0, f"Sound: 3 listens in {shelf.data / 'profile'}\n")
        assert shell.tunes("profile", "verify").out.startswith("Sound: 0 listens")

    def test_each_damage_is_a_sentence_and_the_exit_code_says_so(self, shelf: Shell, tmp_path: Path) -> None:
        shutil.copytree(shelf.data / "profile", tmp_path / "p")
        (shard,) = (tmp_path / "p").glob("*/2026-11.json")
        shard.write_bytes(shard.read_bytes().replace(b'"heard":200.0', b'"heard":201.0'))
        (shard.parent / "2026-11.sync-conflict.json").write_text("{}")
        done = shelf.tunes("profile", "verify", "--profile", tmp_path / "p")
        assert (done.code, len(done.lines), done.err) == (1, 2, "")
        shard.write_bytes(b"")
        shard.with_name("2026-11.json.bak").unlink()
        done = shelf.tunes("profile", "verify", "--profile", tmp_path / "p")
        assert done.code == 1
        assert "it is empty" in done.lines[0]

    def test_a_file_is_no_profile(self, shell: Shell) -> None:
        (shell.home / "file").touch()
        assert shell.tunes("profile", "verify", "--profile", "file").code == 1

    def test_anything_else_is_wrong_use(self, shell: Shell) -> None:
        assert shell.tunes("profile", "veryfy").code == 2


class TestComputers:
    def test_this_one_comes_first_and_the_others_by_their_words(self, shelf: Shell, tmp_path: Path) -> None:
        folder = tmp_path / "p"
        shutil.copytree(shelf.data / "profile", folder)
        (shard,) = folder.glob("*/2026-11.json")
        other = folder / "bababababa" / shard.name
        other.parent.mkdir()
        other.write_bytes(shard.read_bytes().replace(shard.parent.name.encode(), other.parent.name.encode()))
        words = ("profile", "computers", "--profile", folder)
        here, there = shelf.tunes(*words, "--json").json
        assert (here["device"], there["device"], there["label"]) == (shard.parent.name, "bababababa", None)
        assert here["label"]
        assert here["listens"] == there["listens"] == len(json.loads(shard.read_bytes())["listens"])
        told = shelf.tunes(*words).lines
        assert len(told) == 2
        assert here["label"] in told[0]
        assert told[1].startswith("bababababa  another computer: ")
