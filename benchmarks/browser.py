"""What a reader of the page waits for, at a thousand events and at a million, in a real Chromium.

    python benchmarks/browser.py [--events 1000000] [--times 15]

The real dashboard over a workspace on disk (written once, see `made`): from the address to the painted map; from a
click on a row of the legend to the map drawn with the new answer; from a click on a symbol to the event in the panel.
"""

import argparse
import statistics
import time
from collections.abc import Sequence

import browsing
import made
import numpy as np
import report
from playwright.sync_api import expect

FEW = 1_000
#: How much longer a filter may take with many events than with few.
TIMES = 1.5
#: Rows of the legend, clicked in turn: some narrow the events to a seventh, some to a hundredth.
ROWS = ("Battles", "Protests", "Riots", "Kursk", "Kharkiv", "Kherson-Dnipro")
#: True where the answer in the map is that of another query than before, and drawn.
ANSWERED = """before => { const c = L.mapkit.current;
if (!c || c.events.query === before || L.mapkit.pending) return false;
return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(!L.mapkit.pending)))); }"""
QUERY = "() => L.mapkit.current.events.query"
#: Where the symbol of a single event lies in the map.
SYMBOL = """() => { const { map, events } = L.mapkit.current, [item] = events.items.filter(each => each.feature);
if (!item) return null; const p = map.layerPointToContainerPoint([item.x, item.y]); return [p.x, p.y]; }"""


def measure(count: int, times: int) -> dict[str, float]:
    """Return seconds by what they were waited for, medians where it was done several times."""
    found = {}
    with browsing.served("app.py", home=made.home(count)) as url:
        with browsing.tab() as tab:  # the server reads the events; the next reader finds it warm
            tab.page.goto(url)
            if tab.until(browsing.AT_REST) is None:
                raise SystemExit(f"the map was not painted within 180 s at {count:,} events")
        with browsing.tab() as tab:
            start = time.perf_counter()
            tab.page.goto(url, wait_until="commit")
            tab.until(browsing.AT_REST)
            found["load"] = time.perf_counter() - start
            _rest(tab)
            found["filter"] = statistics.median(_filter(tab, ROWS[n % len(ROWS)]) for n in range(times))
        with browsing.tab() as tab:
            events = made.Made(count)
            alone = int(np.argmax(np.where(events.placed, events.latitude, -90)))
            tab.page.goto(f"{url}/?lat={events.latitude[alone]}&lon={events.longitude[alone]}&z=12")
            tab.until(browsing.AT_REST)
            _rest(tab)
            found["panel"] = _panel(tab)
    for name, seconds in found.items():
        print(f"{count:>9,} events, {name:<8} {seconds * 1000:8.0f} ms", flush=True)
    return found


def _rest(tab: browsing.Tab) -> None:
    tab.page.locator("[data-testid='stApp'][data-test-script-state='notRunning']").wait_for()
    tab.until(browsing.AT_REST)


def _filter(tab: browsing.Tab, row: str) -> float:
    """Return the seconds from a click on a row of the legend to the painted map."""
    before = tab.frame().evaluate(QUERY)
    target = tab.page.locator("[data-testid='stSidebar']").get_by_role("checkbox").filter(has_text=row).first
    target.scroll_into_view_if_needed()
    start = time.perf_counter()
    target.click()
    if tab.until(ANSWERED, before) is None:
        raise SystemExit(f"the map did not follow a click on {row}")
    seconds = time.perf_counter() - start
    _rest(tab)
    return seconds


def _panel(tab: browsing.Tab) -> float:
    """Return the seconds from a click on a symbol to its sentence in the panel."""
    x, y = tab.frame().evaluate(SYMBOL)
    box = tab.page.locator(browsing.FRAME).bounding_box()
    start = time.perf_counter()
    tab.page.mouse.click(box["x"] + x, box["y"] + y)
    expect(tab.page.locator(".st-key-panel mark").first).to_be_visible(timeout=60_000)
    return time.perf_counter() - start


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, print and report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--times", type=int, default=15, help="how often a filter is changed")
    options = parser.parse_args(arguments)
    few, many = measure(FEW, options.times), measure(options.events, options.times)
    note = f"medians of {options.times}: {many['filter'] * 1000:.0f} ms, {few['filter'] * 1000:.0f} ms at {FEW:,}"
    report.figure(
        f"filter change to painted map at {options.events:,} over that at {FEW:,}",
        many["filter"] / few["filter"], "×", at_most=TIMES, note=note,
    )  # fmt: skip
    for what, name in (("first load to painted map", "load"), ("click on a symbol to the panel", "panel")):
        report.figure(
            f"{what} at {options.events:,} events", many[name] * 1000, "ms",
            note=f"{few[name] * 1000:.0f} ms at {FEW:,}",
        )  # fmt: skip


if __name__ == "__main__":
    main()
