"""Who the server runs as: ourselves, or as root an account that may do nothing else."""

import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path

from service.kit.postgres.errors import NoAccountFound

# initdb insists on a uid that has a name, so a bare number will not do; no account is ever created.
UNPRIVILEGED_NAMES = ("postgres", "nobody")


@dataclass(frozen=True)
class Account:
    """The uid and gid under which the server's programs run."""

    uid: int
    gid: int

    @property
    def is_ours(self) -> bool:
        return self.uid == os.geteuid()

    def can_enter(self, folder: Path) -> bool:
        """Whether this account may pass through the folder and all folders above it."""
        if self.is_ours:
            return os.access(folder, os.X_OK)
        return all(self._may_pass(step.stat()) for step in (folder, *folder.parents))

    def _may_pass(self, status: os.stat_result) -> bool:
        if status.st_uid == self.uid:
            return bool(status.st_mode & stat.S_IXUSR)
        if status.st_gid == self.gid:
            return bool(status.st_mode & stat.S_IXGRP)
        return bool(status.st_mode & stat.S_IXOTH)

    def take(self, path: Path) -> None:
        """Make the path this account's own; nothing to do unless we are root."""
        if not self.is_ours:
            os.chown(path, self.uid, self.gid)


def our_account() -> Account:
    """The account of this process."""
    return Account(os.geteuid(), os.getegid())


def server_account(cluster: Path | None = None) -> Account:
    """The account a server runs under: ourselves, or as root the cluster's owner, else an unprivileged one."""
    if os.geteuid() != 0:
        return our_account()
    if cluster and cluster.exists():
        owner = cluster.stat()
        return Account(owner.st_uid, owner.st_gid)
    for name in UNPRIVILEGED_NAMES:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid)
    raise NoAccountFound
