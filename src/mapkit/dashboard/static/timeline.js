/* Events over time: bars by type, a period to drag, to step and to play. The map tries a period out at once; the page
   takes it when the reader rests. */
const DAYS_MIN = 14; // an axis is never shorter, so that one day is no wall of colour
const REST_MS = 400; // without a further step the page takes the period
const ICONS = { back: "M13 4 7 10l6 6", forward: "M7 4l6 6-6 6", play: "M6 4v12l10-6z", pause: "M6 4h3v12H6zM11 4h3v12h-3z" };

const sum = (types) => Object.values(types).reduce((total, count) => total + count, 0);
const events = (count) => tn("{n} event", "{n} events", count);

class Timeline {
  constructor(root) {
    this.root = root;
    this.lang = speech.lang;
    this.stride = "day";
    this.period = null; // [first day, last day], both included
    this.given = null; // the period as the page has it
    this.told = ""; // what the page was told last, or has said
    this.undated = "";
    this.build();
    new ResizeObserver(() => this.fit()).observe(root);
  }

  build() {
    const button = (className, label, act, text) => {
      const node = el("button", className, text, { type: "button", "aria-label": text === undefined ? label : null, title: label });
      node.addEventListener("click", act);
      return node;
    };
    const icon = (name, act, label) => {
      const node = button("icon", label, act);
      node.append(shape("svg", { viewBox: "0 0 20 20", "aria-hidden": "true" }));
      node.firstChild.append(shape("path", { d: ICONS[name] }));
      return node;
    };
    const parts = (this.parts = {
      fold: button("fold", t("Fold the timeline"), () => this.fold(!this.folded), t("Time")),
      now: el("span", "now"),
      chip: button("chip", t("Show or hide events without a date"), () => this.toggleUndated(), ""),
      only: button("chip only", t("Show only events without a date"), () => this.toggleOnly(), t("only")),
      back: icon("back", () => this.step(-1), t("Step back")),
      play: icon("play", () => (this.playing ? this.pause() : this.play()), t("Play")),
      forward: icon("forward", () => this.step(1), t("Step forward")),
      clear: button("link clear", t("Show all time (Escape)"), () => this.clear(), t("Clear")),
      speech: el("span", "speech", null, { role: "status" }),
      help: el("span", "speech", null, { id: "help" }),
      chart: el("div", "chart", null, {
        tabindex: "0", role: "slider", "aria-label": t("Period shown"), "aria-orientation": "horizontal", "aria-describedby": "help",
      }),
      retry: button("link", t("Ask again"), () => this.load(), t("Try again")),
    });
    const strides = el("span", "strides", null, { role: "group", "aria-label": t("Step") });
    const words = { day: [t("Step and play by the day"), t("Day")], week: [t("Step and play by the week"), t("Week")] };
    this.strides = Object.keys(STRIDE).map((name) => {
      const node = button("stride", words[name][0], () => this.takeStep(name), words[name][1]);
      node.dataset.stride = name;
      strides.append(node);
      return node;
    });
    const player = el("span", "player", null, { role: "group", "aria-label": t("Playback") });
    player.append(parts.back, parts.play, parts.forward);
    const undated = (parts.undated = el("span", "undated"));
    undated.append(parts.chip, parts.only);
    const tools = (parts.tools = el("span", "tools"));
    tools.append(strides, player);
    const bar = el("div", "bar");
    const said = el("span", "said");
    const meaning = t("Each bar is how many events begin then, by kind in the map's colours; one of several days stands at its first. What has no date is counted apart.");
    said.append(explained("?", meaning, "sign", t("What the bars mean")), parts.now, parts.clear, parts.retry);
    bar.append(parts.fold, said, undated, tools);
    this.plot = new TimePlot(parts.chart);
    const section = el("section", "timeline", null, { "aria-label": t("Events over time") });
    section.append(bar, parts.chart, parts.speech, parts.help);
    this.root.replaceChildren(section);
    parts.chart.addEventListener("keydown", (event) => this.onKey(event));
    parts.chart.addEventListener("pointerdown", (event) => this.onDown(event));
    parts.chart.addEventListener("pointermove", (event) => this.onMove(event));
    parts.chart.addEventListener("pointerup", () => this.onUp());
    parts.chart.addEventListener("pointercancel", () => this.onUp());
    parts.chart.addEventListener("pointerleave", () => this.hover(null));
    this.folded = localStorage.getItem("mapkit-timeline") === "folded";
    this.choose(this.stride);
  }

  /* ---- what the page says ---- */

  /* Take the page's state: { address, revision, filters, query, since, until, undated, turn, types }; `query` is the
     filters without time, `turn` numbers the last period that the page took from here. */
  take(data, tell, tellStep) {
    if (!this.data) this.turn = data.turn;
    else if (this.playing && data.query !== this.data.query) this.map()?.playback.cancel(); // others are to be played
    this.data = data;
    Object.assign(this, { tell, tellStep });
    if (data.step !== this.givenStep) this.choose(data.step);
    this.givenStep = data.step;
    const asked = `${data.address}|${data.revision}`;
    if (asked !== this.asked) {
      this.asked = asked;
      this.load();
    }
    this.settle();
  }

  /* Follow the page, unless the reader is ahead of it. */
  settle() {
    const { since, until, undated, turn } = this.data;
    if (this.playing || this.drag || this.resting || !this.counts || turn !== this.turn) return;
    this.told = JSON.stringify([since, until, undated]);
    this.undated = undated;
    const { first, last } = this.counts;
    this.period = since || until ? [since ? dayOf(since) : Math.min(first, dayOf(until)), until ? dayOf(until) : Math.max(last, dayOf(since))] : null;
    this.given = { period: this.period, since, until }; // a range may be open at an end, which a window is not
    this.map()?.showOf(this.data.filters);
    this.draw();
  }

  async load() {
    const asked = this.asked;
    try {
      const response = await fetch(this.data.address, { headers: { Accept: "application/json" } });
      const answer = await response.json();
      if (asked !== this.asked) return;
      if (!response.ok) throw new Error(answer.error || response.statusText);
      this.fault = null;
      this.adopt(answer);
    } catch (error) {
      if (asked !== this.asked) return;
      this.fault = t("Time could not be loaded: {error}", { error: error.message });
      this.draw();
    }
  }

  adopt(answer) {
    const bars = answer.bars.map(({ start, end, types }) => ({ first: dayOf(start), last: dayOf(end), types, count: sum(types) }));
    const [first, last] = bars.length ? [dayOf(answer.first), dayOf(answer.last)] : [0, -1];
    const room = bars.length ? Math.max(0, DAYS_MIN - (last - first + 1)) : 0;
    this.counts = {
      unit: answer.unit, bars, first, last, undated: sum(answer.undated),
      most: Math.max(1, ...bars.map((bar) => bar.count)),
      from: first - Math.floor(room / 2), end: last + 1 + Math.ceil(room / 2),
    };
    this.settle();
    this.draw();
  }

  /* ---- what the reader does ---- */

  /* Show a period on the map at once, and let the page take it when the reader rests. */
  show(period, wait) {
    if (period !== this.period && this.undated === "only") this.undated = "";
    this.period = period;
    this.draw();
    const shown = this.preview(this.query());
    clearTimeout(this.resting);
    this.resting = 0;
    if (wait) this.resting = setTimeout(() => this.commit(), wait);
    return shown;
  }

  commit() {
    clearTimeout(this.resting);
    this.resting = 0;
    const value = this.value();
    const told = JSON.stringify([value.since, value.until, value.undated]);
    if (told === this.told) {
      if (this.data.turn === this.turn) this.preview(null);
      return;
    }
    this.told = told;
    this.turn += 1;
    this.tell({ ...value, turn: this.turn });
    this.parts.speech.textContent = this.words();
  }

  /* The period and the undated as the filters write them; what is the default is not written. */
  value() {
    const given = this.given && this.given.period === this.period ? [this.given.since, this.given.until] : null;
    const [since, until] = given || (this.period ? this.period.map(isoOf) : ["", ""]);
    const usual = this.period ? "no" : "with";
    return { since, until, undated: this.undated === usual ? "" : this.undated };
  }

  query() {
    const time = Object.entries(this.value()).filter((entry) => entry[1]).map((entry) => entry.join("="));
    return [this.data.query, ...time].filter(Boolean).join("&");
  }

  /* Let the map show other filters for the while; null: the page's own again. */
  preview(query) {
    return this.map()?.tryOut(query);
  }

  map() {
    return document.querySelector(".st-key-map iframe")?.contentWindow?.L?.mapkit?.current;
  }

  /* The page keeps the step, so that a link has it. */
  takeStep(stride) {
    this.choose(stride);
    this.tellStep(stride);
  }

  choose(stride) {
    this.stride = stride;
    for (const node of this.strides) node.setAttribute("aria-pressed", String(node.dataset.stride === stride));
  }

  clear() {
    this.pause();
    if (this.period || this.undated) {
      this.undated = "";
      this.show(null);
      this.commit();
    }
  }

  toggleUndated() {
    const shown = this.showsUndated();
    this.undated = this.undated === "only" ? "" : shown ? "no" : "with";
    this.show(this.period);
    this.commit();
  }

  toggleOnly() {
    this.pause();
    this.undated = this.undated === "only" ? "" : "only";
    this.show(this.period);
    this.commit();
  }

  showsUndated() {
    return this.undated === "only" || this.undated === "with" || !(this.undated || this.period);
  }

  step(direction) {
    this.pause();
    const next = following(this.counts, this.period, STRIDE[this.stride], direction) || (direction > 0 ? this.opening() : null);
    if (next) this.show(next, REST_MS);
  }

  opening() {
    return opening(this.counts, this.period, STRIDE[this.stride]);
  }

  async play() {
    const ticket = (this.playing = {});
    clearTimeout(this.resting);
    this.resting = 0;
    if (this.undated === "only") this.undated = "";
    this.draw();
    const { undated } = this.counts;
    if (undated) this.parts.speech.textContent = tn("{n} event without a date is not played", "{n} events without a date are not played", undated);
    this.spokeAt = undefined;
    await playOn(this, () => this.playing === ticket && this.root.isConnected);
    if (this.playing === ticket) this.pause();
  }

  /* Draw a step that the map has at hand. What is read out follows at a calm rate. */
  frame(period, now) {
    this.period = period;
    this.map()?.playback.show(period);
    if (!this.plot.move(period)) this.draw();
    this.drawWords();
    if (!(now < this.toldAt + TELL_MS)) {
      this.toldAt = now;
      this.drawSlider();
    }
    if (!(now < this.spokeAt + SPEAK_MS)) {
      if (this.spokeAt !== undefined) this.parts.speech.textContent = this.words();
      this.spokeAt = now;
    }
  }

  /* What is to be played is on its way: the share of it that is here; null: no longer. */
  wait(share) {
    this.loading = share;
    this.drawWords();
  }

  pause() {
    if (!this.playing) return;
    this.playing = this.loading = null;
    this.map()?.playback.end(this.query());
    this.draw();
    this.commit();
  }

  onKey(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || !this.counts || !this.counts.bars.length) return;
    const direction = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
    const far = { Home: -1, End: 1 }[event.key];
    if (event.key === "Escape") this.clear();
    else if (direction && event.shiftKey) this.grow(direction);
    else if (direction) this.move(direction * STRIDE[this.stride]);
    else if (far) this.move(far * Infinity);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  move(by) {
    this.pause();
    this.show(moved(this.counts, this.period, STRIDE[this.stride], by), REST_MS);
  }

  grow(direction) {
    this.pause();
    const [start, end] = this.period || this.opening();
    this.show([start, between(start, end + direction * STRIDE[this.stride], Math.max(start, this.counts.last))], REST_MS);
  }

  /* ---- pointer ---- */

  barAt(day) {
    return this.counts.bars.find((bar) => bar.first <= day && day < bar.last + 1);
  }

  onDown(event) {
    if (event.button || !this.counts || !this.counts.bars.length) return;
    this.pause();
    const day = this.plot.dayAt(event);
    this.drag = { kind: this.plot.hold(event, this.period), day, x: event.clientX, period: this.period, moved: false };
    this.parts.chart.setPointerCapture(event.pointerId);
    this.hover(null);
  }

  onMove(event) {
    if (!this.counts || !this.counts.bars.length) return;
    if (!this.drag) {
      this.hover(this.barAt(this.plot.dayAt(event)));
      this.parts.chart.dataset.hold = this.plot.hold(event, this.period);
      return;
    }
    if (Math.abs(event.clientX - this.drag.x) > 3) this.drag.moved = true;
    if (!this.drag.moved) return;
    const period = this.dragged(this.plot.dayAt(event));
    if (!this.period || String(period) !== String(this.period)) this.show(period);
  }

  onUp() {
    const { drag } = this;
    this.drag = null;
    if (!drag) return;
    if (!drag.moved) {
      if (drag.kind !== "new" && drag.kind !== "inside") return;
      const bar = this.barAt(drag.day);
      this.show(bar ? [bar.first, bar.last] : null);
    }
    this.commit();
  }

  /* The period that a drag to a day makes: whole bars where it is new, days where an older one is changed. */
  dragged(day) {
    const { kind, day: begun, period } = this.drag;
    const { first, last } = this.counts;
    if (kind === "new") {
      const [low, high] = [Math.min(begun, day), Math.max(begun, day)];
      const [one, two] = [this.barAt(low), this.barAt(high)];
      return [between(first, one ? one.first : Math.floor(low), last), between(first, two ? two.last : Math.floor(high), last)];
    }
    if (kind === "inside") {
      const days = period[1] - period[0];
      const start = between(first, period[0] + Math.round(day - begun), Math.max(first, last - days));
      return [start, start + days];
    }
    const edge = between(first, kind === "start" ? Math.round(day) : Math.round(day) - 1, last);
    return kind === "start" ? [Math.min(edge, period[1]), period[1]] : [period[0], Math.max(edge, period[0])];
  }

  hover(bar) {
    if (bar === this.hovered) return;
    this.hovered = bar;
    this.drawWords();
  }

  /* ---- drawing ---- */

  fold(folded) {
    this.folded = folded;
    localStorage.setItem("mapkit-timeline", folded ? "folded" : "open");
    this.draw();
  }

  /* The map's height follows from this one's. */
  fit() {
    document.documentElement.style.setProperty("--timeline-height", `${this.root.offsetHeight}px`);
    if (this.counts && this.parts.chart.clientWidth !== this.plot.width) this.draw();
  }

  draw() {
    const { parts, counts } = this;
    const dated = Boolean(counts && counts.bars.length) && !this.fault;
    parts.fold.hidden = !dated;
    parts.fold.setAttribute("aria-expanded", String(!this.folded));
    parts.chart.hidden = !dated || this.folded;
    parts.tools.hidden = !dated;
    parts.retry.hidden = !this.fault;
    this.drawWords();
    this.drawUndated();
    this.drawPlayer();
    if (parts.chart.hidden) return;
    this.plot.draw(counts, this.data.types, this.period, this.undated === "only");
    this.drawSlider();
  }

  words(format = LONG) {
    if (this.fault) return this.fault;
    if (!this.counts) return "";
    if (typeof this.loading === "number") return t("Loading what is to be played: {n} %", { n: Math.floor(100 * this.loading) });
    if (this.undated === "only") return t("Only what is not dated");
    if (this.period) return periodWords(...this.period, format);
    if (!this.counts.bars.length) return this.counts.undated ? t("No event here is dated") : t("No events");
    return t("All time, {period}", { period: periodWords(this.counts.bars[0].first, this.counts.last, format) });
  }

  drawWords() {
    const { now } = this.parts;
    const narrow = this.root.clientWidth < 640;
    const { hovered: bar } = this;
    now.replaceChildren(el("b", null, bar ? periodWords(bar.first, bar.last, narrow ? SHORT : LONG) : this.words(narrow ? SHORT : LONG)));
    if (bar) {
      const kinds = this.data.types.map(([type]) => type).filter((type) => bar.types[type]);
      const told = kinds.map((type) => (kinds.length > 1 ? `${t(type)} ${numeral(bar.types[type])}` : t(type)));
      now.append(el("span", null, `${events(bar.count)}: ${told.join(", ")}`));
    }
  }

  drawUndated() {
    const { undated, chip, only } = this.parts;
    const count = this.counts ? this.counts.undated : 0;
    undated.hidden = !count;
    chip.textContent = this.playing
      ? tn("{n} not dated, not played", "{n} not dated, not played", count)
      : tn("{n} not dated", "{n} not dated", count);
    chip.setAttribute("aria-pressed", String(this.showsUndated()));
    only.setAttribute("aria-pressed", String(this.undated === "only"));
  }

  drawPlayer() {
    const { play, clear } = this.parts;
    const label = this.playing ? t("Pause") : t("Play");
    play.querySelector("path").setAttribute("d", this.playing ? ICONS.pause : ICONS.play);
    play.setAttribute("aria-label", label);
    play.title = label;
    clear.hidden = !this.period && !this.undated;
  }

  drawSlider() {
    const { chart, help } = this.parts;
    const { first, last, bars, unit } = this.counts;
    chart.setAttribute("aria-valuemin", first);
    chart.setAttribute("aria-valuemax", last);
    chart.setAttribute("aria-valuenow", this.period ? between(first, this.period[0], last) : first);
    chart.setAttribute("aria-valuetext", this.words());
    const most = bars.reduce((one, other) => (other.count > one.count ? other : one));
    const by = { day: t("by the day"), week: t("by the week"), month: t("by the month") };
    help.textContent = t("{events} {by}; most, {most}, on {day}. Arrow keys move the period, with Shift they grow it, Escape shows all time.", {
      events: events(bars.reduce((total, bar) => total + bar.count, 0)), by: by[unit], most: numeral(most.count),
      day: periodWords(most.first, most.last, LONG),
    });
  }
}

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  speak(data.speech);
  const root = parentElement.querySelector(".root");
  const { timeline: now } = parentElement;
  if (!now || now.root !== root || now.lang !== speech.lang) parentElement.timeline = new Timeline(root);
  parentElement.timeline.take(data, (value) => setTriggerValue("period", value), (name) => setTriggerValue("step", name));
}
