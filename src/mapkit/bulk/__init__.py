"""Many documents over many processes and machines.

sources     what is named on the command line -> items, one by one
tasks       an item -> its document, coded or rejected; what a worker does
pool        processes of this machine, one of which may die
cluster     the same on a Dask cluster
storing     into the workspace
parts       a batch of coded documents -> files of an archive
archiving   into an archive
bringing    an archive -> the workspace
"""

import itertools
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from mapkit.bulk.pool import Pool

Item = TypeVar("Item")
Answer = TypeVar("Answer")

#: Items a task: enough to outweigh its hand-over, few enough to keep every worker busy to the end.
BATCH = 32


def map_batches(
    function: Callable[[list[Item]], list[Answer]],
    items: Iterable[Item],
    workers: int = 1,
    *,
    prepare: Callable[[], object] | None = None,
) -> Iterator[Answer]:
    """Yield `function`'s answers for batches of items, in order.

    Parameters
    ----------
    function : callable
        Takes a list of items, returns a list of answers; at the top level of a module, so that a worker can import it.
    items : iterable
        Read only as far ahead as the workers need.
    workers : int
        1 works in this process; more start that many others.
    prepare : callable, optional
        Loads what every worker needs. Where the system can fork, it runs once, here, and the workers share what it
        loaded; it must start no thread.

    Raises
    ------
    WorkerError
        Where workers cannot start, or two died over one item.
    """
    source = iter(items)
    batches = iter(lambda: list(itertools.islice(source, BATCH)), [])
    answers = map(function, batches) if workers <= 1 else Pool(function, workers, prepare=prepare).run(batches)
    return itertools.chain.from_iterable(answers)
