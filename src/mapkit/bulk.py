"""Many documents over many processes: results in the order of the input, memory constant in its length."""

import itertools
import multiprocessing
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from typing import TypeVar

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
    """
    source = iter(items)
    batches = iter(lambda: list(itertools.islice(source, BATCH)), [])
    if workers <= 1:
        for batch in batches:
            yield from function(batch)
        return
    # spawn: threads of the language model's libraries do not survive a fork.
    forks = prepare is not None and sys.platform == "linux"
    if forks and prepare is not None:
        prepare()
    context = multiprocessing.get_context("fork" if forks else "spawn")
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        waiting: deque[Future[list[Answer]]] = deque()
        for batch in batches:
            waiting.append(pool.submit(function, batch))
            if len(waiting) > 2 * workers:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()
