"""`mapkit feed` from the command to the workspace, over a site on this machine."""

import pytest
from click.testing import CliRunner
from site_on_this_machine import page, rss

from mapkit.cli import commands
from mapkit.feed import addresses, fetching
from mapkit.workspace import Workspace

WORDS = ("Russian rockets hit a market in the Ukrainian city of Sumy on Monday, killing four people, officials said.",)


@pytest.fixture
def feed(monkeypatch, tmp_path):
    """Runs the command; the checks of addresses are told that this machine is a public one."""
    monkeypatch.setattr("mapkit.cli.feed.cache_dir", lambda: tmp_path / "cache")
    monkeypatch.setattr(addresses, "resolve", lambda *_: ["127.0.0.1"])
    monkeypatch.setattr(addresses, "is_public", lambda _: True)
    monkeypatch.setattr(fetching, "DELAY_S", 0.0)

    def run(*args, status=0, stdin=None):
        done = CliRunner().invoke(commands, ["feed", *map(str, args)], input=stdin)
        assert done.exit_code == status, done.output
        return done

    return run


def entry(path):
    return f"<title>Raid</title><link>{path}</link><pubDate>Tue, 20 Aug 2024 10:00:00 +0000</pubDate>"


def coder(monkeypatch):
    """Codes nothing, at once: what is tested here is which documents go in."""
    from mapkit.workspace import Coder
    from mapkit.workspace import store as module

    class Nothing:
        events = ()
        rejects = ()

    monkeypatch.setattr(module, "default_coder", lambda: Coder(lambda _: Nothing, "none 1"))


def test_a_feed_goes_onto_the_map(site, feed):
    site.pages = {"/feed": rss(entry("/raid"), title="The Desk"), "/raid": page(words=WORDS)}
    done = feed(site.url("/feed"))
    assert done.stdout == f"added: {site.url('/raid')} (1 event)\n"
    assert done.stderr == "1 added, 0 rejected\n"
    with Workspace.open() as workspace:
        (document,) = workspace.documents()
        (event,) = workspace.events()
    assert (document.publisher, document.url) == ("The Desk", site.url("/raid"))
    assert str(event.event_date) == "2024-08-19"
    assert event.sources[0].url == site.url("/raid")


def test_a_second_run_changes_nothing_and_refresh_reads_what_changed(site, feed, monkeypatch):
    coder(monkeypatch)
    site.pages = {"/feed": rss(entry("/a"), entry("/b")), "/a": page("A"), "/b": page("B")}
    feed(site.url("/feed"))
    asked = len(site.paths())
    again = feed(site.url("/feed"))
    assert again.stdout.count("skipped: ") == 2
    assert site.paths()[asked:] == ["/feed"]
    site.pages["/a"] = page(
        "A", words=(*WORDS, "Rescue work went on through the night, and the fire was out by the morning.")
    )
    assert "1 added, 1 skipped, 0 rejected" in feed(site.url("/feed"), "--refresh").stderr
    with Workspace.open() as workspace:
        assert workspace.counts()["documents"] == 3


def test_failures_are_said_and_the_rest_goes_in(site, feed, monkeypatch):
    coder(monkeypatch)
    site.pages = {"/good": page()}
    done = feed("--file", "-", stdin=f"# mine\n{site.url('/none')}\n\n{site.url('/good')}\n", status=2)
    assert f"mapkit: {site.url('/none')}: is answered with 404 (Not Found)" in done.stderr
    assert f"added: {site.url('/good')}" in done.stdout


def test_a_dry_run_says_what_would_be_read_and_keeps_nothing(site, feed):
    site.pages = {"/feed": rss(entry("/a")), "/a": page()}
    assert feed(site.url("/feed"), "--dry-run").stdout == f"would be read: {site.url('/a')}\n"
    assert site.paths() == ["/feed"]
    with Workspace.open() as workspace:
        assert workspace.counts()["documents"] == 0


def test_something_must_be_named(feed):
    assert "name at least one URL" in feed(status=2).output


def test_addresses_of_this_machine_are_refused_by_the_command_itself(site, monkeypatch, tmp_path):
    monkeypatch.setattr("mapkit.cli.feed.cache_dir", lambda: tmp_path / "cache")
    site.pages["/a"] = page()
    done = CliRunner().invoke(commands, ["feed", site.url("/a", host="127.0.0.1"), "--dry-run"])
    assert done.exit_code == 2
    assert "no public address" in done.stderr
    assert site.asked == []
