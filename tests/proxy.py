"""HAProxy for the test of several replicas: the one on this machine, else Debian's."""

import os
import shutil
import subprocess
from pathlib import Path

#: Debian keeps it where only root looks.
_PATH = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"])


def find() -> Path | None:
    """Return the program, or None where there is none."""
    found = shutil.which("haproxy", path=_PATH)
    return Path(found) if found else None


def install() -> str:
    """Return one line that says which proxy the tests will use, installed where there is none and that may be."""
    command = [*(["sudo", "-n"] if os.geteuid() else []), "sh", "-c"]
    if find() is None and shutil.which("apt-get") and shutil.which(command[0]):
        script = "apt-get update -q && apt-get install -qy --no-install-recommends haproxy"
        subprocess.run([*command, script], check=False, stdout=subprocess.DEVNULL)
    return str(find() or "no HAProxy: the test of several replicas is skipped; install one")


if __name__ == "__main__":
    print(install())
