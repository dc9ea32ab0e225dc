"""Owns watchfiles: what the system tells of changes in folders. Nothing else of tunes knows it."""

import sys
from collections.abc import Sequence

AT_A_TIME = 500
"""Folders watched by one watcher. Making one takes 50 µs a folder, and the screen stands still meanwhile."""
MOST_WATCHERS = 24
"""Watchers that a root may have before they are made anew: the system gives 128 to one user."""
NEEDS_EACH_FOLDER = sys.platform == "linux"
"""Whether each folder is watched for itself. Asked to watch all below a folder, watchfiles follows links out of it on Linux;
macOS watches all below without."""
_AT_ONCE_MS = 1


class Watcher:
    """Collects what changes in some folders. Making it raises OSError where the system watches no more."""

    def __init__(self, folders: Sequence[str]) -> None:
        from watchfiles._rust_notify import (
            RustNotify,
        )  # brings asyncio's relatives along; the screen comes first

        # no debugging, no polling of its own, and folders that may not be read are passed over
        self._notify = RustNotify(list(folders), False, False, 0, not NEEDS_EACH_FOLDER, True)

    def changed(self) -> set[str]:
        """The paths that were made, changed or removed since it was last asked; answers at once."""
        said = self._notify.watch(_AT_ONCE_MS, _AT_ONCE_MS, _AT_ONCE_MS, None)
        return set() if isinstance(said, str) else {path for _, path in said}

    def close(self) -> None:
        """Watches no more."""
        self._notify.close()
