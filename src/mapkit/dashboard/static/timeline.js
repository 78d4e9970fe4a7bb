/* Events over time: bars by type, a period to drag, to step and to play. The map tries a period out at once; the page
   takes it when the reader rests. */
const SVG = "http://www.w3.org/2000/svg";
const HEIGHT = 38; // pixels of the highest bar
const DAYS_MIN = 14; // an axis is never shorter, so that one day is no wall of colour
const BAR_MAX = 18; // pixels
const EDGE = 7; // pixels to either side of an edge that take hold of it
const REST_MS = 400; // without a further step the page takes the period
const PACE_MS = 350;
const CALM_PACE_MS = 1200; // for readers who asked for less motion
const ECHO_MS = 4000; // how long an answer of the page to an earlier period may be under way
const STRIDE = { day: 1, week: 7 };
const ICONS = { back: "M13 4 7 10l6 6", forward: "M7 4l6 6-6 6", play: "M6 4v12l10-6z", pause: "M6 4h3v12H6zM11 4h3v12h-3z" };

const shape = (tag, attributes) => {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  return node;
};
const sum = (types) => Object.values(types).reduce((total, count) => total + count, 0);
const events = (count) => `${count.toLocaleString("en")} event${count === 1 ? "" : "s"}`;
const between = (low, value, high) => Math.max(low, Math.min(value, high));

class Timeline {
  constructor(root) {
    this.root = root;
    this.stride = "day";
    this.period = null; // [first day, last day], both included
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
      fold: button("fold", "Fold the timeline", () => this.fold(!this.folded), "Time"),
      now: el("span", "now"),
      chip: button("chip", "Show or hide events without a date", () => this.toggleUndated(), ""),
      only: button("chip only", "Show only events without a date", () => this.toggleOnly(), "only"),
      back: icon("back", () => this.step(-1), "Step back"),
      play: icon("play", () => (this.playing ? this.pause() : this.play()), "Play"),
      forward: icon("forward", () => this.step(1), "Step forward"),
      clear: button("link clear", "Show all time (Escape)", () => this.clear(), "Clear"),
      speech: el("span", "speech", null, { role: "status" }),
      help: el("span", "speech", null, { id: "help" }),
      chart: el("div", "chart", null, {
        tabindex: "0", role: "slider", "aria-label": "Period shown", "aria-orientation": "horizontal", "aria-describedby": "help",
      }),
      plot: shape("svg", { class: "plot", "aria-hidden": "true" }),
      retry: button("link", "Ask again", () => this.load(), "Try again"),
    });
    const strides = el("span", "strides", null, { role: "group", "aria-label": "Step" });
    this.strides = Object.keys(STRIDE).map((name) => {
      const node = button("stride", `Step and play by the ${name}`, () => this.choose(name), name[0].toUpperCase() + name.slice(1));
      node.dataset.stride = name;
      strides.append(node);
      return node;
    });
    const player = el("span", "player", null, { role: "group", "aria-label": "Playback" });
    player.append(parts.back, parts.play, parts.forward);
    const undated = (parts.undated = el("span", "undated"));
    undated.append(parts.chip, parts.only);
    const tools = (parts.tools = el("span", "tools"));
    tools.append(strides, player);
    const bar = el("div", "bar");
    const said = el("span", "said");
    said.append(parts.now, parts.clear, parts.retry);
    bar.append(parts.fold, said, undated, tools);
    parts.chart.append(parts.plot);
    const section = el("section", "timeline", null, { "aria-label": "Events over time" });
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

  /* Take the page's state: { address, revision, query, since, until, undated, types }. */
  take(data, tell) {
    this.data = data;
    this.tell = tell;
    const asked = `${data.address}|${data.revision}`;
    if (asked !== this.asked) {
      this.asked = asked;
      this.load();
    }
    this.settle();
  }

  /* Follow the page, unless the reader is ahead of it. */
  settle() {
    if (this.playing || this.drag || this.resting || !this.counts) return;
    const { since, until, undated } = this.data;
    const told = JSON.stringify([since, until, undated]);
    if (this.sent && told !== this.sent.told && Date.now() < this.sent.until) return;
    this.sent = null;
    this.undated = undated;
    const { first, last } = this.counts;
    this.period = since || until ? [since ? dayOf(since) : Math.min(first, dayOf(until)), until ? dayOf(until) : Math.max(last, dayOf(since))] : null;
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
      this.fault = `Time could not be loaded: ${error.message}`;
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
    this.period = period;
    if (period && this.undated === "only") this.undated = "";
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
    const { since, until, undated } = this.data;
    if (told === JSON.stringify([since, until, undated])) {
      this.preview(null);
      return;
    }
    this.sent = { told, until: Date.now() + ECHO_MS };
    setTimeout(() => this.settle(), ECHO_MS + 50);
    this.tell(value);
    this.parts.speech.textContent = this.words();
  }

  /* The period and the undated as the filters write them; what is the default is not written. */
  value() {
    const [since, until] = this.period ? this.period.map(isoOf) : ["", ""];
    const usual = this.period ? "no" : "with";
    return { since, until, undated: this.undated === usual ? "" : this.undated };
  }

  query() {
    const time = Object.entries(this.value()).filter((entry) => entry[1]).map((entry) => entry.join("="));
    return [this.data.query, ...time].filter(Boolean).join("&");
  }

  /* Let the map show other filters for the while; null: the page's own again. */
  preview(query) {
    const frame = document.querySelector(".st-key-map iframe");
    const map = frame && frame.contentWindow && frame.contentWindow.L && frame.contentWindow.L.mapkit;
    return map && map.current ? map.current.tryOut(query) : undefined;
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
    this.show(this.undated ? null : this.period);
    this.undated = this.undated || "";
    this.commit();
  }

  showsUndated() {
    return this.undated === "only" || this.undated === "with" || !(this.undated || this.period);
  }

  step(direction) {
    this.pause();
    const next = this.following(direction) || (direction > 0 ? this.opening() : null);
    if (next) this.show(next, REST_MS);
  }

  /* The first window of a walk through time. */
  opening() {
    const { first } = this.counts;
    return [first, first + this.length() - 1];
  }

  /* How many days the window has: the reader's own period, unless it is all of time. */
  length() {
    const { first, last } = this.counts;
    const days = this.period ? this.period[1] - this.period[0] + 1 : Infinity;
    return days > last - first ? STRIDE[this.stride] : days;
  }

  /* The next window in which an event begins, null beyond the last. Strides without any are stepped over. */
  following(direction) {
    const { first, last, bars } = this.counts;
    const [days, stride] = [this.length(), STRIDE[this.stride]];
    if (!this.period || this.period[1] - this.period[0] + 1 !== days) return direction > 0 ? this.opening() : [last - days + 1, last];
    const start = this.period[0] + direction * stride;
    const end = start + days - 1;
    if (direction > 0) {
      const bar = bars.find((one) => one.last >= start);
      if (!bar || start > last) return null;
      const skipped = Math.max(0, Math.ceil((bar.first - end) / stride)) * stride;
      return [start + skipped, end + skipped];
    }
    const bar = bars.findLast((one) => one.first <= end);
    if (!bar || end < first) return null;
    const skipped = Math.max(0, Math.ceil((start - bar.last) / stride)) * stride;
    return [start - skipped, end - skipped];
  }

  async play() {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const ticket = (this.playing = {});
    clearTimeout(this.resting);
    this.drawPlayer();
    let next = this.following(1) || this.opening();
    while (next && this.playing === ticket && this.root.isConnected) {
      const pace = new Promise((resolve) => setTimeout(resolve, calm ? CALM_PACE_MS : PACE_MS));
      await Promise.all([this.show(next), pace]);
      next = this.following(1);
    }
    if (this.playing === ticket) this.pause();
  }

  pause() {
    if (!this.playing) return;
    this.playing = null;
    this.drawPlayer();
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
    const { first, last } = this.counts;
    const days = this.length();
    const from = this.period ? this.period[0] + by : by > 0 && by < Infinity ? first : by < 0 && by > -Infinity ? last : by;
    const start = between(first, from, Math.max(first, last - days + 1));
    this.show([start, start + days - 1], REST_MS);
  }

  grow(direction) {
    this.pause();
    const [start, end] = this.period || this.opening();
    this.show([start, between(start, end + direction * STRIDE[this.stride], Math.max(start, this.counts.last))], REST_MS);
  }

  /* ---- pointer ---- */

  dayAt(event) {
    const box = this.parts.chart.getBoundingClientRect();
    const { from, end } = this.counts;
    return from + ((event.clientX - box.left) / box.width) * (end - from);
  }

  barAt(day) {
    return this.counts.bars.find((bar) => bar.first <= day && day < bar.last + 1);
  }

  /* What of the period a pointer takes hold of: an edge, its inside, or nothing. */
  hold(event) {
    if (!this.period) return "new";
    const box = this.parts.chart.getBoundingClientRect();
    const x = event.clientX - box.left;
    const reach = event.pointerType === "touch" ? 2.5 * EDGE : EDGE;
    const [left, right] = this.period.map((day, index) => this.x(day + index));
    if (Math.abs(x - left) <= reach && Math.abs(x - left) <= Math.abs(x - right)) return "start";
    if (Math.abs(x - right) <= reach) return "end";
    return left < x && x < right ? "inside" : "new";
  }

  onDown(event) {
    if (event.button || !this.counts || !this.counts.bars.length) return;
    this.pause();
    const day = this.dayAt(event);
    this.drag = { kind: this.hold(event), day, x: event.clientX, period: this.period, moved: false };
    this.parts.chart.setPointerCapture(event.pointerId);
    this.hover(null);
  }

  onMove(event) {
    if (!this.counts || !this.counts.bars.length) return;
    if (!this.drag) {
      this.hover(this.barAt(this.dayAt(event)));
      this.parts.chart.dataset.hold = this.hold(event);
      return;
    }
    if (Math.abs(event.clientX - this.drag.x) > 3) this.drag.moved = true;
    if (!this.drag.moved) return;
    const period = this.dragged(this.dayAt(event));
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
    if (this.counts && this.parts.chart.clientWidth !== this.width) this.draw();
  }

  x(day) {
    const { from, end } = this.counts;
    return ((day - from) / (end - from)) * this.width;
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
    this.width = parts.chart.clientWidth;
    this.drawChart();
    this.drawSlider();
  }

  words(format = LONG) {
    if (this.fault) return this.fault;
    if (!this.counts) return "";
    if (this.undated === "only") return "Only what is not dated";
    if (this.period) return periodWords(...this.period, format);
    if (!this.counts.bars.length) return this.counts.undated ? "No event here is dated" : "No events";
    return `All time, ${periodWords(this.counts.bars[0].first, this.counts.last, format)}`;
  }

  drawWords() {
    const { now } = this.parts;
    const narrow = this.root.clientWidth < 640;
    const { hovered: bar } = this;
    now.replaceChildren(el("b", null, bar ? periodWords(bar.first, bar.last, narrow ? SHORT : LONG) : this.words(narrow ? SHORT : LONG)));
    if (bar) {
      const kinds = this.data.types.filter(([type]) => bar.types[type]).map(([type]) => `${bar.types[type]} ${type}`);
      now.append(el("span", null, kinds.length > 1 ? `${events(bar.count)}: ${kinds.join(", ")}` : kinds.join("")));
    }
  }

  drawUndated() {
    const { undated, chip, only } = this.parts;
    const count = this.counts ? this.counts.undated : 0;
    undated.hidden = !count;
    chip.textContent = `${count.toLocaleString("en")} not dated`;
    chip.setAttribute("aria-pressed", String(this.showsUndated()));
    only.setAttribute("aria-pressed", String(this.undated === "only"));
  }

  drawPlayer() {
    const { play, clear } = this.parts;
    const label = this.playing ? "Pause" : "Play";
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
    help.textContent = `${events(bars.reduce((total, bar) => total + bar.count, 0))} by the ${unit}; most, ${most.count}, on ${periodWords(most.first, most.last, LONG)}. `
      + "Arrow keys move the period, with Shift they grow it, Escape shows all time.";
  }

  drawChart() {
    const { plot, chart } = this.parts;
    const { bars, from, end } = this.counts;
    const context = (this.context = this.context || document.createElement("canvas").getContext("2d"));
    context.font = `11.5px ${getComputedStyle(chart).fontFamily}`;
    plot.setAttribute("viewBox", `0 0 ${this.width} ${HEIGHT + 18}`);
    plot.setAttribute("height", HEIGHT + 18);
    const parts = [shape("line", { class: "ground", x1: 0, x2: this.width, y1: HEIGHT + 0.5, y2: HEIGHT + 0.5 })];
    const all = shape("g", {});
    for (const bar of bars) all.append(...this.stack(bar));
    const [left, right] = this.period ? this.period.map((day, index) => between(0, this.x(day + index), this.width)) : [0, this.width];
    if (this.period || this.undated === "only") {
      const faded = all.cloneNode(true);
      faded.setAttribute("class", "faded");
      parts.push(faded);
    }
    if (this.period) {
      const clip = shape("clipPath", { id: "period" });
      clip.append(shape("rect", { x: left, y: 0, width: right - left, height: HEIGHT }));
      all.setAttribute("clip-path", "url(#period)");
      parts.push(shape("rect", { class: "period", x: left, y: 0, width: Math.max(1, right - left), height: HEIGHT }), clip);
    }
    if (this.undated !== "only") parts.push(all);
    if (this.period) {
      for (const x of [left, right]) {
        parts.push(shape("line", { class: "edge", x1: x, x2: x, y1: 0, y2: HEIGHT }));
        parts.push(shape("rect", { class: "grip", x: x - 2.5, y: HEIGHT / 2 - 7, width: 5, height: 14, rx: 2.5 }));
      }
    }
    for (const mark of axis(from, end, this.width, (words) => context.measureText(words).width)) {
      parts.push(shape("line", { class: "ground", x1: mark.x + 0.5, x2: mark.x + 0.5, y1: HEIGHT, y2: HEIGHT + 4 }));
      const words = shape("text", { class: "mark", x: mark.x, y: HEIGHT + 15 });
      words.textContent = mark.words;
      parts.push(words);
    }
    plot.replaceChildren(...parts);
  }

  /* One bar: its types from the ground up, in the legend's order. */
  stack(bar) {
    const [left, right] = [this.x(bar.first), this.x(bar.last + 1)];
    const wide = between(1, (right - left) * 0.82, BAR_MAX);
    const high = Math.max(3, (bar.count / this.counts.most) * (HEIGHT - 4));
    let y = HEIGHT;
    return this.data.types.filter(([type]) => bar.types[type]).map(([type, colour]) => {
      const part = (bar.types[type] / bar.count) * high;
      y -= part;
      return shape("rect", { x: (left + right - wide) / 2, y, width: wide, height: part, style: `fill: ${colour}`, "data-type": type });
    });
  }
}

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const root = parentElement.querySelector(".root");
  if (!parentElement.timeline || parentElement.timeline.root !== root) parentElement.timeline = new Timeline(root);
  parentElement.timeline.take(data, (value) => setTriggerValue("period", value));
}
