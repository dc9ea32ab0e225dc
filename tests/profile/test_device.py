"""What this computer is called."""

import threading
from pathlib import Path

import pytest
from tunes.profile.device import Device, this_device
from tunes.profile.errors import ProfileError
from tunes.profile.shards import is_device


def test_the_word_is_drawn_once_and_kept_privately(tmp_path: Path) -> None:
    path = tmp_path / "data" / "device.json"
    device = this_device(path)
    assert is_device(device.word)
    assert device.label
    assert this_device(path) == device
    assert path.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_two_computers_have_two_words(tmp_path: Path) -> None:
    assert len({this_device(tmp_path / f"{n}.json").word for n in range(50)}) == 50


def test_who_asks_at_the_same_moment_gets_the_same_word(tmp_path: Path) -> None:
    answers: list[Device] = []
    threads = [
        threading.Thread(target=lambda: answers.append(this_device(tmp_path / "d.json"))) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 8
    assert len(set(answers)) == 1


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"{}", b'{"device": "../../x"}', b'{"device": 7}'])
def test_a_damaged_file_is_set_aside_and_a_new_word_drawn(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "device.json"
    path.write_bytes(content)
    device = this_device(path)
    assert this_device(path) == device
    assert (tmp_path / "device.json.damaged").read_bytes() == content


def test_where_it_can_not_be_kept_a_sentence_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ProfileError, match=r"device\.json"):
        this_device(tmp_path / "file" / "device.json")
