"""A coder that costs nothing and is real: each "N shells fell on PLACE on DAY" is an event."""

import hashlib
import os
import re
import signal
import time
from pathlib import Path

from mapkit.model import Event, EventType, Evidence, Source, event_id
from mapkit.pipeline import Reject, Result
from mapkit.workspace.ingest import Coder

VERSION = "cheap 1"
_FELL = re.compile(r"(\d+) shells fell on (\w+)(?: on (\d{4}-\d\d-\d\d))?")


def run(documents):
    events, rejects = [], []
    for document in documents:
        if "unsayable" in document.text:
            rejects.append(Reject(document.name, "nobody can say this"))
        if "broken" in document.text:
            raise ValueError("broken")
        if "deadly" in document.text:
            os.kill(os.getpid(), signal.SIGKILL)
        if "slow" in document.text:
            time.sleep(0.05)
        if once := re.search(r"kill once (\S+)", document.text):
            flag = Path(once[1])
            if not flag.exists():
                flag.touch()
                os.kill(os.getpid(), signal.SIGKILL)
        events += [_event(document, told) for told in _FELL.finditer(document.text)]
    return Result(tuple(events), tuple(rejects))


def _event(document, told):
    where = int(hashlib.sha256(told[2].encode()).hexdigest()[:6], 16)
    return Event(
        event_id=event_id(document.document_id, told.start(), told.end(), EventType.EXPLOSIONS),
        event_type=EventType.EXPLOSIONS,
        sub_event_type="Shelling/artillery/missile attack",
        event_date=told[3],
        date_start=told[3],
        date_end=told[3],
        location=told[2],
        latitude=where % 120 - 60 + 0.5,
        longitude=where // 120 % 300 - 150 + 0.25,
        sources=(Source(document.document_id, document.publisher, document.title),),
        evidence=(Evidence(document.document_id, told.start(), told.end(), told[0]),),
        coder_version=VERSION,
    )


CODER = Coder(run, VERSION)
