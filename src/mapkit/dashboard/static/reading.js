/* A document beside the map: its text with what was read out of it. Pointing at a passage points at its place on the
   map and the other way round, without a rerun (mapping/static/mapkit/reading.js is the map's side); a click selects. */
const LANES = 3; // lines under one passage; what overlaps more keeps its symbol
const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
const stacked = window.matchMedia("(max-width: 1023px)"); // as in page.css
const roomy = window.matchMedia("(min-width: 1720px)");
/* The share of the map that the panel covers at its bottom, as in page.css. */
const SHEET = 0.44;

const keys = () => [
  [t("J or →"), t("next event")], [t("K or ←"), t("previous event")], ["Enter", t("select it")],
  [t("[ and ]"), t("previous, next document")], ["Esc", t("back to the whole map")], ["?", t("these keys")],
];
const reviewKeys = () => [
  ["J, K", t("next, previous unread event, in any document")], ["A, C, X, U", t("accept, correct, reject, undo")],
  ["→, ←", t("next, previous event of this document")], ["Enter", t("select it")], [t("R or Esc"), t("back to the list")],
  ["?", t("these keys")],
];
const hint = () => (window.matchMedia("(hover: none)").matches
  ? t("Tap a marked passage to see it on the map.")
  : t("Point at a marked passage to see it on the map, or press J for the next event."));
const roles = () => ({ metonym: t("stands for its government"), demonym: t("a people, or “of this place”") });
const claims = () => ({
  reported: t("reported"), claimed: t("claimed"), confirmed: t("confirmed"), disputed: t("disputed"), denied: t("denied"),
  unverifiable: t("not verifiable"),
});
const LINES = { reported: "solid", confirmed: "solid", claimed: "dashed" };

const dayOf = (iso) => {
  const date = new Date(`${iso}T00:00:00Z`);
  return Number.isNaN(date.valueOf()) ? iso : dates({ dateStyle: "long", timeZone: "UTC" }).format(date);
};
const datesOf = ({ date, date_end: end }) => (!date ? null : !end || end === date ? dayOf(date) : `${dayOf(date)} – ${dayOf(end)}`);
const whereOf = ({ place, name, admin1, country: code }) => {
  const main = place || name;
  return comma(main, admin1 !== main && admin1, code && country(code) !== main && country(code));
};

/* An address that may be followed, null where it is none of the web's. */
const linkOf = (address) => {
  try {
    const url = new URL(address);
    return ["http:", "https:"].includes(url.protocol) ? url : null;
  } catch {
    return null;
  }
};

class Reading {
  constructor(parent) {
    this.root = parent.querySelector(".root");
    this.host = this.root.getRootNode().host || this.root;
    this.walk = new Walk();
    this.ending = new AbortController();
    const { signal } = this.ending;
    document.addEventListener("keydown", (event) => this.onKey(event), { signal });
    window.addEventListener("message", (event) => this.hear(event), { signal });
    for (const query of [stacked, roomy]) query.addEventListener("change", () => this.tell({ below: this.below() }), { signal });
  }

  /* ---- what the page says ---- */

  update(data) {
    const before = this.data;
    this.data = data;
    const spoken = this.lang;
    this.lang = speech.lang;
    if (!before || before.document !== data.document || before.revision !== data.revision || spoken !== this.lang) this.load();
    else if (this.content && Boolean(before.queue) !== Boolean(data.queue)) this.draw(false);
    else if (this.content) this.refresh(before.selected !== data.selected);
  }

  async load() {
    if (this.loading) this.loading.abort();
    const { signal } = (this.loading = new AbortController());
    if (!this.content) this.root.replaceChildren(el("p", "waiting", t("Opening the document …"), { role: "status" }));
    try {
      const response = await fetch(this.data.address, { signal, headers: { Accept: "application/json" } });
      const answer = await response.json();
      if (!response.ok) throw new Error(answer.error);
      const other = !this.content || this.content.id !== answer.id;
      this.content = answer;
      this.order = answer.events.filter((event) => event.evidence.length);
      this.byId = new Map(answer.events.map((event) => [event.id, event]));
      this.draw(other);
    } catch (error) {
      if (error.name !== "AbortError") this.fault(error);
    }
  }

  fault(error) {
    this.content = null;
    const again = el("button", "link", t("Try again"), { type: "button" });
    again.addEventListener("click", () => this.load());
    const leave = el("button", "link", t("Back to the whole map"), { type: "button" });
    leave.addEventListener("click", ({ detail }) => this.leave(detail));
    const box = el("div", "waiting", null, { role: "alert" });
    box.append(el("p", null, t("The document could not be opened: {error}", { error: error.message })), again, leave);
    this.root.replaceChildren(box);
  }

  end() {
    this.ending.abort();
    if (this.loading) this.loading.abort();
    this.stage()?.removeAttribute("data-text");
    this.tell({ open: null, below: 0 });
  }

  /* The event whose symbol has the keyboard's focus. */
  focused() {
    return this.root.getRootNode().activeElement?.dataset.event;
  }

  stage() {
    return document.querySelector(".st-key-stage");
  }

  /* ---- what the map says, and is told ---- */

  tell(what) {
    const frame = document.querySelector(".st-key-map iframe");
    frame?.contentWindow?.postMessage({ mapkit: "reading", ...what }, location.origin);
  }

  below() {
    return this.data.selected && !stacked.matches && !roomy.matches ? SHEET : 0;
  }

  hear({ data, origin, source }) {
    const frame = document.querySelector(".st-key-map iframe");
    if (!frame || source !== frame.contentWindow || origin !== location.origin || !data || !this.content) return;
    if (data.mapkit === "review" && data.key) this.keyOnMap(data.key);
    if (data.mapkit !== "reading") return;
    if (data.ready) this.tell({ open: this.content.id, below: this.below() });
    if (data.leave) this.act("leave");
    if (data.hovered !== undefined) {
      const event = this.byId.get(data.hovered); // the text stays where it is: only a choice moves it
      this.point(event ? [event] : [], null, false);
    }
    if (data.selected !== undefined && data.selected !== this.chosen) this.choose(data.selected, true);
  }

  keyOnMap(key) {
    if (key === "j" || key === "k") this.go(key === "j" ? 1 : -1, true);
    else if (key === "r" && this.data.queue) this.leave();
  }

  /* Where the document's events are, to be brought into view: those that happened, else whatever has a place. */
  places() {
    const placed = this.content.events.filter((event) => Number.isFinite(event.latitude));
    const actual = placed.filter((event) => event.status === "actual");
    return (actual.length ? actual : placed).map((event) => [event.latitude, event.longitude]);
  }

  /* ---- the text ---- */

  draw(other) {
    const top = this.scroller ? this.scroller.scrollTop : 0;
    const focused = this.focused();
    this.pieces = [];
    this.buttons = new Map();
    this.scroller = el("div", "scroll", null, { tabindex: "0", role: "region", "aria-label": t("The document") });
    const article = el("article");
    article.append(...this.matter());
    this.scroller.append(article);
    this.told = el("div", "told", null, { role: "status" });
    this.number = el("span", "number");
    this.chip = el("footer", "chip");
    this.chip.append(this.told, this.steps());
    this.root.replaceChildren(this.bar(), this.scroller, this.chip);
    this.listen(article);
    this.chosen = undefined;
    if (other) {
      const opened = this.data.opened && this.data.opened !== this.opened;
      this.opened = this.data.opened;
      this.tell({ open: this.content.id, below: this.below(), ...(opened ? { frame: this.places() } : {}) });
      if (opened) {
        this.from ||= window.mapkitLeft || placeNow();
        window.mapkitLeft = null;
        this.scroller.focus({ preventScroll: true });
      }
    } else {
      this.scroller.scrollTop = top;
      this.buttons.get(focused)?.focus({ preventScroll: true });
    }
    this.refresh(other);
  }

  /* What changes without another text: the selection and the filter. */
  refresh(moved) {
    this.alone.setAttribute("aria-checked", String(this.data.alone));
    this.tell({ below: this.below() });
    if (this.data.queue) this.follow(this.data.queue);
    this.choose(this.data.selected, moved);
  }

  bar() {
    const bar = el("div", "bar");
    const button = (className, label, text, action, extra) => {
      const node = el("button", className, text, { type: "button", title: label, "aria-label": label, ...extra });
      node.addEventListener("click", action);
      bar.append(node);
      return node;
    };
    const { queue } = this.data;
    const back = queue ? [t("Back to the list (Esc or R)"), t("List")] : [t("Back to the whole map (Esc)"), t("Whole map")];
    button("leave", back[0], `‹ ${back[1]}`, ({ detail }) => this.leave(detail));
    this.progress = queue ? el("span", "progress") : null;
    if (queue) bar.append(this.progress);
    this.sheet = button("plain sheet", t("Show or hide the map"), t("Map"), () => this.toggleMap(), { "aria-pressed": String(this.stage()?.dataset.text !== "alone") });
    const { previous, next } = this.content;
    if (!queue) {
      button("plain", t("Previous document ([)"), "‹", () => this.act("open", previous), { disabled: !previous });
      button("plain", t("Next document (])"), "›", () => this.act("open", next), { disabled: !next });
    }
    this.help = button("plain", t("Keys (?)"), "?", () => this.toggleKeys(), { "aria-expanded": "false" });
    return bar;
  }

  toggleMap() {
    const stage = this.stage();
    if (stage.dataset.text === "alone") stage.removeAttribute("data-text");
    else stage.dataset.text = "alone";
    this.sheet.setAttribute("aria-pressed", String(stage.dataset.text !== "alone"));
  }

  toggleKeys() {
    const open = this.root.querySelector(".keys");
    this.help.setAttribute("aria-expanded", String(!open));
    if (open) {
      open.remove();
      return;
    }
    const list = el("dl", "keys", null, { "aria-label": t("Keys") });
    for (const [key, meaning] of this.data.queue ? reviewKeys() : keys()) list.append(el("dt", null, key), el("dd", null, meaning));
    this.help.after(list);
  }

  /* Heading, source and paragraphs; a text that begins with its title has it as its heading. */
  matter() {
    const { text, title, name, publisher, published, url, events, toponyms_fault: fault } = this.content;
    const marks = marksOf(this.content);
    const paragraphs = paragraphsOf(text);
    const plain = (words) => (words || "").replace(/\s+/g, " ").trim();
    const headed = paragraphs.length > 1 && title && plain(text.slice(...paragraphs[0])) === plain(title);
    const source = el("p", "source", comma(publisher || t("publisher not stated"), published ? dayOf(published) : t("date not stated")));
    const link = url && linkOf(url);
    if (link) {
      const anchor = el("a", "link", `${link.host} ↗`, { href: link.href, target: "_blank", rel: "noopener noreferrer" });
      anchor.append(el("span", "speech", ` (${t("opens the source in a new tab")})`));
      source.append(" · ", anchor);
    } else if (url) source.append(" · ", el("span", "address", url));
    const details = el("button", "link", t("Details"), { type: "button", "aria-label": t("Details of this document: set them right") });
    details.addEventListener("click", () => this.act("details"));
    source.append(" · ", details);
    const heading = el("h1");
    if (headed) this.write(heading, paragraphs.shift(), marks);
    else heading.textContent = title || name;
    const count = el("p", "count");
    this.alone = el("button", "alone", null, { type: "button", role: "checkbox" });
    this.alone.append(el("span", "tick", null, { "aria-hidden": "true" }), el("span", null, t("Only this document on the map")));
    this.alone.addEventListener("click", () => this.act("alone", !this.data.alone));
    count.append(el("span", null, events.length ? tn("{n} event", "{n} events", events.length) : t("No events")), this.alone);
    const body = paragraphs.map((part) => this.write(el("p", "paragraph"), part, marks));
    return [source, heading, count, ...(fault ? [el("p", "fault", t("Place names are not marked: {fault}", { fault }))] : []), ...body];
  }

  write(node, paragraph, marks) {
    const { text } = this.content;
    for (const piece of piecesOf(text, paragraph, marks)) {
      const words = text.slice(piece.start, piece.end);
      if (!piece.marks.length) {
        node.append(words);
        continue;
      }
      piece.node = el("span", null, words, { "data-piece": this.pieces.length });
      this.dress(piece);
      this.pieces.push(piece);
      const begun = piece.marks.filter((mark) => mark.main && mark.start === piece.start);
      if (begun.length) {
        const together = el("span", "together"); // a symbol never stands alone at a line's end
        together.append(...begun.map(({ item }) => this.button(item)), piece.node);
        node.append(together);
      } else node.append(piece.node);
    }
    return node;
  }

  button(event) {
    const node = el("button", "mark", null, { type: "button", "data-event": event.id, "aria-label": this.label(event), "aria-pressed": "false" });
    node.append(symbol(this.data.symbols[`${event.type}|${event.claim}`]));
    if (event.status !== "actual") node.classList.add("pale");
    this.buttons.set(event.id, node);
    return node;
  }

  label({ sub, place, claim, status }) {
    const later = status === "actual" ? null : this.data.statuses[status].toLowerCase();
    return comma(place ? t("{event} at {place}", { event: t(sub), place }) : t(sub), claims()[claim], later);
  }

  colour({ type, status }) {
    return status === "actual" ? this.data.colours[type] : "var(--muted)";
  }

  /* Lines under the evidence, one a lane; the trigger's words are tinted, the name of a place is dotted. */
  dress({ node, marks }) {
    const evidence = marks.filter(({ kind }) => kind === "evidence");
    const name = marks.find(({ kind }) => kind === "name");
    const trigger = marks.find(({ kind }) => kind === "trigger");
    if (name) node.classList.add("name", ...(name.item.place ? [] : ["unresolved"]));
    if (trigger) {
      node.classList.add("trigger");
      node.style.setProperty("--colour", this.colour(trigger.item));
    }
    if (!evidence.length) return;
    node.classList.add("evidence");
    const [images, places, sizes] = [[], [], []];
    for (const { item, main, lane } of evidence.filter((mark) => mark.lane < LANES)) {
      const tone = `color-mix(in srgb, ${this.colour(item)} ${main ? 72 : 42}%, transparent)`;
      const line = LINES[item.claim] || "dotted";
      const gap = { dashed: "0 6px, transparent 6px 10px", dotted: "0 2px, transparent 2px 5px" }[line];
      images.push(gap ? `repeating-linear-gradient(90deg, ${tone} ${gap})` : `linear-gradient(${tone}, ${tone})`);
      places.push(`0 calc(100% - ${(LANES - 1 - lane) * 3}px)`);
      sizes.push(`100% ${main ? 1.5 : 1}px`);
    }
    Object.assign(node.style, { backgroundImage: images.join(", "), backgroundPosition: places.join(", "), backgroundSize: sizes.join(", ") });
  }

  /* ---- pointing and choosing ---- */

  listen(article) {
    const pieceOf = (event) => this.pieces[event.target.closest("[data-piece]")?.dataset.piece];
    const eventOf = (event) => this.byId.get(event.target.closest("[data-event]")?.dataset.event);
    article.addEventListener("pointerover", (event) => {
      const [own, piece] = [eventOf(event), pieceOf(event)];
      this.point(own ? [own] : this.meant(piece), piece?.marks.find(({ kind }) => kind === "name")?.item);
    });
    article.addEventListener("pointerleave", () => this.point([], null));
    article.addEventListener("focusin", (event) => eventOf(event) && this.point([eventOf(event)], null));
    article.addEventListener("focusout", () => this.point([], null));
    article.addEventListener("click", (event) => {
      const own = eventOf(event);
      const root = this.root.getRootNode();
      const selection = (root.getSelection ? root : document).getSelection();
      if (!own && selection && !selection.isCollapsed) return; // words are being copied
      const meant = this.meant(pieceOf(event));
      const wanted = own || meant[(meant.findIndex(({ id }) => id === this.chosen) + 1) % meant.length];
      if (wanted) this.select(wanted.id);
    });
  }

  /* The events of a passage: those that its words made, else those whose own sentence it is, else those that it backs. */
  meant(piece) {
    if (!piece) return [];
    const of = (test) => [...new Set(piece.marks.filter(test).map(({ item }) => item))];
    const choices = [of(({ kind }) => kind === "trigger"), of(({ main }) => main), of(({ kind }) => kind === "evidence")];
    return choices.find((events) => events.length) || [];
  }

  /* Point at events and at a name's place: in the text, in the chip and on the map. */
  point(events, name, tell = true) {
    const ids = new Set(events.map(({ id }) => id));
    for (const { node, marks } of this.pieces) {
      const mine = marks.find(({ kind, item }) => kind === "evidence" && ids.has(item.id));
      node.classList.toggle("lit", Boolean(mine));
      if (mine) node.style.setProperty("--lit", this.colour(mine.item));
    }
    for (const [id, button] of this.buttons) button.classList.toggle("lit", ids.has(id));
    this.caption(events[0] || this.byId.get(this.chosen), name);
    if (!tell) return;
    const place = name?.place;
    this.tell({
      lit: events.map(({ id, latitude, longitude }) => ({ id, lat: latitude, lon: longitude })),
      spot: place ? { lat: place.latitude, lon: place.longitude, name: place.name } : null,
    });
  }

  select(id) {
    this.choose(id, true);
    this.act("select", id);
  }

  /* Show an event as the selected one; one of another document leaves the text as it is. */
  choose(id, moved) {
    this.chosen = id;
    for (const { node, marks } of this.pieces) {
      const mine = marks.find(({ kind, item }) => kind === "evidence" && item.id === id);
      node.classList.toggle("chosen", Boolean(mine));
      if (mine) node.style.setProperty("--chosen-tone", this.colour(mine.item));
    }
    for (const [one, button] of this.buttons) button.setAttribute("aria-pressed", String(one === id));
    const event = this.byId.get(id);
    this.caption(event, null);
    if (event && moved) {
      this.reveal(event);
      this.flash(event);
    }
  }

  /* Bring an event's own sentence into view, moving only where it is not there. */
  reveal(event) {
    const nodes = this.pieces.filter(({ marks }) => marks.some(({ main, item }) => main && item === event)).map(({ node }) => node);
    if (!nodes.length) return;
    const box = this.scroller.getBoundingClientRect();
    const [first, last] = [nodes[0].getBoundingClientRect(), nodes[nodes.length - 1].getBoundingClientRect()];
    if (first.top >= box.top + 24 && last.bottom <= box.bottom - 24) return;
    const top = this.scroller.scrollTop + first.top - box.top - Math.max(40, (box.height - (last.bottom - first.top)) * 0.35);
    this.scroller.scrollTo({ top, behavior: calm.matches ? "auto" : "smooth" });
  }

  flash(event) {
    if (calm.matches) return;
    for (const { node, marks } of this.pieces) {
      if (!marks.some(({ main, item }) => main && item === event)) continue;
      node.classList.remove("flash");
      void node.offsetWidth; // starts the animation anew
      node.classList.add("flash");
    }
  }

  /* The chip below the text: the event pointed at or selected, and what a name was taken to mean. */
  caption(event, name) {
    const words = el("div", "words");
    if (event) {
      const line = el("p", "what");
      line.append(el("b", null, t(event.sub)), el("span", null, ` · ${whereOf(event) || t("no place of its own")}`));
      const status = event.status === "actual" ? null : this.data.statuses[event.status];
      words.append(line);
      if (!name) words.append(el("small", null, [status, this.data.claims[event.claim], datesOf(event) || t("date not stated")].filter(Boolean).join(" · ")));
    }
    if (name) words.append(this.meaning(name, event ? "small" : "p"));
    if (!event && !name) words.append(el("p", "hint", this.order.length ? hint() : t("Nothing in this text was coded as an event.")));
    const at = event ? this.order.indexOf(event) : -1;
    const { place, queue } = this.walk;
    if (this.data.queue) this.number.textContent = place ? t("{page} of {pages}", { page: numeral(place), pages: numeral(queue.unread) }) : numeral(queue.unread);
    else this.number.textContent = at < 0 ? `${this.order.length}` : t("{page} of {pages}", { page: at + 1, pages: this.order.length });
    const mark = event && symbol(this.data.symbols[`${event.type}|${event.claim}`]);
    this.told.replaceChildren(...[mark, words].filter(Boolean));
  }

  /* The buttons beside it stay as they are, so that the keyboard can rest on them. */
  steps() {
    const box = el("div", "steps");
    const step = (label, text, by) => {
      const node = el("button", "plain", text, { type: "button", title: label, "aria-label": label });
      node.addEventListener("click", () => this.go(by, true));
      return node;
    };
    const words = this.data.queue ? [t("Previous unread event (K)"), t("Next unread event (J)")] : [t("Previous event (K)"), t("Next event (J)")];
    box.append(step(words[0], "‹", -1), this.number, step(words[1], "›", 1));
    box.hidden = !this.order.length && !this.data.queue;
    return box;
  }

  meaning({ start, end, place, role, reason }, tag) {
    const units = unitsOf(this.content.text, [start, end]);
    const said = `“${this.content.text.slice(units.get(start), units.get(end))}”`;
    if (!place) return el(tag, "place", t("{name} is on no map here: {reason}", { name: said, reason: reason || t("not resolved") }));
    return el(tag, "place", [t("{name} is {place}", { name: said, place: whereOf(place) }), roles()[role]].filter(Boolean).join(" · "));
  }

  /* ---- the keyboard ---- */

  onKey(event) {
    const path = event.composedPath();
    const at = path[0];
    const typing = at instanceof Element && (at.matches("input, textarea, select") || at.isContentEditable);
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || typing || !this.content) return;
    if (document.querySelector("[role='dialog']") || (event.key.length === 1 && lettersOff())) return;
    const mine = path.includes(this.host) || at === document.body;
    const actions = {
      j: () => this.go(1),
      k: () => this.go(-1),
      ...(this.data.queue ? { r: () => this.leave() } : {
        "]": () => this.content.next && this.act("open", this.content.next),
        "[": () => this.content.previous && this.act("open", this.content.previous),
      }),
      "?": () => this.toggleKeys(),
      escape: () => (this.root.querySelector(".keys") ? this.toggleKeys() : this.leave()),
      ...(mine ? { arrowright: () => this.step(1), arrowleft: () => this.step(-1) } : {}),
    };
    const action = actions[event.key.toLowerCase()];
    if (!action) return;
    action();
    event.preventDefault();
  }

  /* Close the document; the keyboard goes back to where it came from, a pointer stays where it is. */
  leave(clicks) {
    this.act("leave");
    if (!clicks) goBack(this.from || { find: () => null });
  }

  /* While the queue is read, the next event is the queue's, in whatever document; else the next one of this document. */
  go(by, select = false) {
    if (!this.data.queue) {
      this.step(by, select);
      return;
    }
    const next = this.walk.step(by);
    if (next?.id && this.byId.has(next.id)) this.choose(next.id, true);
    if (next?.id) this.act("turn", next.id);
    else if (next) this.act("over", next.over);
  }

  follow(queue) {
    this.walk.take(queue, this.data.selected);
    this.progress.textContent = t("{read} of {all} read", { read: numeral(queue.read), all: numeral(queue.read + queue.unread) });
  }

  /* Go to the next event in the order of reading; with `select` to choose it, else to have Enter choose it. */
  step(by, select = false) {
    const { order } = this;
    if (!order.length) return;
    const now = order.findIndex(({ id }) => id === (select ? this.chosen : this.focused() || this.chosen));
    const event = order[now < 0 ? (by > 0 ? 0 : order.length - 1) : (now + by + order.length) % order.length];
    if (select) {
      this.select(event.id);
      return;
    }
    this.buttons.get(event.id).focus({ preventScroll: true });
    this.reveal(event);
  }
}

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  speak(data.speech);
  const reading = (parentElement.reading = parentElement.reading || new Reading(parentElement));
  reading.act = (name, value) => setTriggerValue("act", { name, value });
  reading.update(data);
  return () => {
    // Streamlit may call this between two updates of the same component, too.
    setTimeout(() => {
      if (reading.root.isConnected) return;
      reading.end();
      delete parentElement.reading;
    });
  };
}
