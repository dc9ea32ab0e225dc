from pathlib import Path

import pytest
from tunes.library.mounts import is_shared

MOUNTS = [
    "/dev/sda1 / ext4 rw 0 0",
    "nas:/music /mnt/nas nfs4 rw 0 0",
    "/dev/sdb1 /mnt/nas/local ext4 rw 0 0",
    r"//pc/my\040music /mnt/my\040music cifs rw 0 0",
    "me@pc: /home/me/pc fuse.sshfs rw 0 0",
    "/dev/sdc1 /mnt/stick fuseblk rw 0 0",
    "strange",
    "",
]


@pytest.mark.parametrize(
    ("folder", "said"),
    [
        ("/home/me/Music", False),
        ("/mnt/nas", True),
        ("/mnt/nas/a/b", True),
        ("/mnt/nasty", False),
        ("/mnt/nas/local/a", False),
        ("/mnt/my music/a", True),
        ("/home/me/pc/x", True),
        ("/mnt/stick", False),
    ],
)
def test_which_folders_others_change(folder: str, said: bool) -> None:
    assert is_shared(Path(folder), MOUNTS) is said


def test_what_is_mounted_here_is_readable(tmp_path: Path) -> None:
    assert is_shared(tmp_path) in {True, False}
