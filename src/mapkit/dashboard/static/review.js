/* The reviewer's part of the panel: what can be done with the event, the forms for it, and its history. What is typed
   is kept by event until it is done or cancelled, whatever the page draws in between. */
const CALLED = "mapkit.name"; // where the browser keeps the reader's name
const SEARCH_WAIT = 200; // ms

const timeOf = (iso) => {
  const time = new Date(iso);
  return Number.isNaN(time.valueOf()) ? iso : dates({ dateStyle: "medium", timeStyle: "short" }).format(time);
};
const numberIn = (text) => (text.trim() === "" ? null : Number(text.replace(/[\s,]/g, "")));

class Reviewer {
  constructor(parent) {
    this.host = parent.host || parent;
    this.parent = parent;
    this.drafts = new Map();
    this.name = this.remembered();
    this.ending = new AbortController();
    const { signal } = this.ending;
    document.addEventListener("keydown", (event) => this.onKey(event), { signal });
    this.host.addEventListener("keydown", (event) => this.onEscape(event), { signal });
    this.from = placeNow(); // where Escape leads back to
    document.addEventListener("focusin", (event) => {
      if (!event.composedPath().includes(this.host)) this.from = placeNow();
    }, { signal });
    window.addEventListener("blur", () => {
      if (document.activeElement?.matches("iframe")) this.from = placeNow();
    }, { signal });
    window.addEventListener("message", (event) => this.hear(event), { signal });
  }

  end() {
    this.ending.abort();
    this.tellMap({ pin: false, circle: null });
  }

  remembered() {
    try {
      return localStorage.getItem(CALLED) || "";
    } catch {
      return "";
    }
  }

  remember(name) {
    this.name = name;
    try {
      localStorage.setItem(CALLED, name);
    } catch {
      // private browsing: kept for this page alone
    }
  }

  /* ---- what the page says ---- */

  update(data) {
    const before = this.data;
    this.data = data.review;
    const other = !before || this.id !== data.event.id;
    if (other) this.leavePin();
    this.id = data.event.id;
    this.place = data.event.place;
    if (before && before.turn !== this.data.turn) {
      this.sent = undefined;
      const draft = this.drafts.get(this.asked);
      if (draft && this.data.fault) draft.seen = this.data.seen; // the fault says what was changed
      else if (draft && this.closing) {
        this.drafts.delete(this.asked);
        this.leavePin();
      }
    }
  }

  get draft() {
    return this.drafts.get(this.id) || null;
  }

  /* ---- what the reader does ---- */

  send(what, extra = {}, closing = true) {
    if (this.sent !== undefined && this.sent === this.data.turn) return;
    if (!this.name) {
      this.waiting = () => this.send(what, extra, closing);
      this.redraw("name");
      return;
    }
    this.sent = this.data.turn;
    this.asked = this.id;
    this.closing = closing;
    const seen = what === "merge" || what === "apart" ? this.data.seen_all : this.draft?.seen ?? this.data.seen;
    this.act("review", { value: { what, event: this.id, by: this.name, seen, ...extra } });
  }

  accept() {
    if (this.data.state !== "rejected") this.send("accept");
  }

  undo(entry = this.data.undo) {
    if (entry) this.send("undo", { entry }, false);
  }

  open(form) {
    if (this.data.state === "rejected") return;
    const { fields } = this.data;
    const kept = this.draft;
    this.drafts.set(this.id, kept ? { ...kept, form } : {
      form, seen: this.data.seen, why: "", was: structuredClone(fields), now: structuredClone(fields), search: "", pin: null,
    });
    this.redraw(form === "delete" ? "why" : "type");
  }

  cancel() {
    this.drafts.delete(this.id);
    this.waiting = null;
    this.leavePin();
    this.redraw("correct");
  }

  save() {
    const { was, now, why } = this.draft;
    const fields = Object.fromEntries(Object.keys(was).filter((key) => JSON.stringify(was[key]) !== JSON.stringify(now[key])).map((key) => [key, now[key]]));
    this.send("correct", { fields, why });
  }

  choose(place) {
    this.send("place", { place, why: this.draft?.why || "" });
  }

  onKey(event) {
    const at = event.composedPath()[0];
    const typing = at instanceof Element && (at.matches("input, textarea, select") || at.isContentEditable);
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || typing) return;
    if (document.querySelector("[role='dialog']")) return;
    if (this.key(event.key.toLowerCase())) event.preventDefault();
  }

  /* Close the innermost of what is open: the pin, the form, the panel. */
  onEscape(event) {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.preventDefault();
    if (this.pinning) this.stopPin();
    else if (this.draft || this.waiting) this.cancel();
    else {
      this.act("close");
      goBack(this.from);
    }
  }

  key(key) {
    if (lettersOff()) return false;
    const actions = { a: () => this.accept(), c: () => this.open("correct"), x: () => this.open("delete"), u: () => this.undo() };
    if (!actions[key]) return false;
    actions[key]();
    return true;
  }

  /* ---- the map: a pin, and keys that were pressed there ---- */

  tellMap(what) {
    const frame = document.querySelector(".st-key-map iframe");
    frame?.contentWindow?.postMessage({ mapkit: "review", ...what }, location.origin);
  }

  hear({ data, origin, source }) {
    const frame = document.querySelector(".st-key-map iframe");
    if (!frame || source !== frame.contentWindow || origin !== location.origin || !data || data.mapkit !== "review") return;
    if (data.key) this.key(data.key);
    if (data.cancelled) {
      this.pinning = false;
      this.redraw("pin");
    }
    if (data.placed && this.draft) {
      const before = this.draft.pin;
      this.pinning = false;
      this.draft.pin = { ...data.placed, km: before ? before.km : "1" };
      this.showPin();
      this.redraw("km");
    }
  }

  askPin() {
    this.pinning = true;
    this.tellMap({ pin: true });
    this.redraw("pin");
  }

  showPin() {
    const { latitude, longitude, km } = this.draft.pin;
    this.tellMap({ circle: { latitude, longitude, metres: 1000 * (numberIn(km) || 0) } });
  }

  leavePin() {
    this.pinning = false;
    if (this.draft) this.draft.pin = null;
    this.tellMap({ pin: false, circle: null });
  }

  stopPin() {
    this.leavePin();
    this.redraw("pin");
  }

  /* ---- what is drawn ---- */

  redraw(focus) {
    this.draw();
    if (focus) this.parent.querySelector(`[data-focus="review-${focus}"]`)?.focus();
  }

  button(label, key, action, className = "link", attributes = {}) {
    const node = el("button", className, label, { type: "button", "data-focus": `review-${key}`, ...attributes });
    node.addEventListener("click", action);
    return node;
  }

  deed(label, key, letter, action, attributes = {}) {
    const node = this.button(label, key, action, "deed", { "aria-keyshortcuts": lettersOff() ? null : letter, ...attributes });
    if (!lettersOff()) node.append(el("kbd", null, letter.toUpperCase(), { "aria-hidden": "true" }));
    return node;
  }

  /* The state, the acts, and whatever is open of them. */
  top() {
    const { data, draft } = this;
    const box = el("section", "review", null, { "aria-label": t("Review") });
    const state = el("p", `state ${data.state}`);
    state.append(el("b", null, data.words));
    if (data.reason) state.append(`: ${data.reason}`);
    box.append(state);
    if (data.doubts.length) {
      const list = el("ul", "doubts");
      list.append(...data.doubts.map((doubt) => el("li", null, doubt)));
      box.append(list);
    }
    const deeds = el("div", "deeds", null, { role: "group", "aria-label": t("What to do with this event") });
    if (data.state === "rejected") deeds.append(this.button(t("Put it back"), "restore", () => this.send("restore"), "deed"));
    else {
      if (data.state !== "accepted") deeds.append(this.deed(t("Accept"), "accept", "a", () => this.accept()));
      deeds.append(
        this.deed(t("Correct"), "correct", "c", () => this.open("correct"), { "aria-expanded": String(draft?.form === "correct") }),
        this.deed(t("Reject"), "reject", "x", () => this.open("delete"), { "aria-expanded": String(draft?.form === "delete") }),
      );
    }
    box.append(deeds);
    if (data.fault) box.append(el("p", "fault", data.fault, { role: "alert" }));
    if (data.undo && data.done && !data.fault) {
      const done = el("p", "done", null, { role: "status" });
      done.append(el("span", null, data.done), this.button(t("Undo"), "undo", () => this.undo(), "link", { "aria-keyshortcuts": "u" }));
      box.append(done);
    }
    if (this.waiting) box.append(this.naming());
    else if (draft) box.append(draft.form === "delete" ? this.deleting() : this.correcting());
    if (data.ask) box.append(this.there());
    return box;
  }

  form(label, submit, ...children) {
    const box = el("form", "form", null, { "aria-label": label, autocomplete: "off" });
    box.addEventListener("submit", (event) => {
      event.preventDefault();
      submit();
    });
    box.append(...children.flat().filter(Boolean));
    return box;
  }

  field(label, input, note) {
    const box = el("label", "field");
    box.append(el("span", "label", label), input);
    if (note) box.append(el("small", null, note));
    return box;
  }

  input(key, value, put, attributes = {}) {
    const node = el("input", null, null, { type: "text", "data-focus": `review-${key}`, ...attributes });
    node.value = value ?? "";
    node.addEventListener("input", () => put(node.value));
    return node;
  }

  select(key, groups, value, put, attributes = {}) {
    const node = el("select", null, null, { "data-focus": `review-${key}`, ...attributes });
    const option = ([one, label]) => el("option", null, label, { value: one });
    for (const group of groups) {
      if (!Array.isArray(group[1])) node.append(option(group));
      else {
        const part = el("optgroup", null, null, { label: t(group[0]) });
        part.append(...group[1].map((one) => option([one, t(one)])));
        node.append(part);
      }
    }
    node.value = value;
    node.addEventListener("change", () => put(node.value));
    return node;
  }

  ends(label, className = "") {
    const box = el("p", "ends");
    box.append(el("button", `save ${className}`, label, { type: "submit", "data-focus": "review-save" }), this.button(t("Cancel"), "cancel", () => this.cancel()));
    return box;
  }

  whyField(label, required) {
    const { draft } = this;
    return this.field(label, this.input("why", draft.why, (value) => (draft.why = value), { required, maxlength: 1000 }));
  }

  /* The name is asked once and kept in this browser. */
  naming() {
    let name = this.name;
    const input = this.input("name", name, (value) => (name = value), { required: true, maxlength: 100 });
    return this.form(t("Your name"), () => {
      if (!name.trim()) return;
      this.remember(name.trim());
      const then = this.waiting;
      this.waiting = null;
      if (then) then();
      this.redraw();
    }, this.field(t("Your name"), input, t("Kept with each change, so that others know whom to ask. It stays in this browser.")), this.ends(t("Go on")));
  }

  deleting() {
    return this.form(t("Reject this event"), () => this.send("delete", { why: this.draft.why }),
      this.whyField(t("Why is it no event?"), true), this.ends(t("Reject it"), "grave"));
  }

  correcting() {
    const { now } = this.draft;
    const { options } = this.data;
    const two = (...nodes) => {
      const box = el("div", "two");
      box.append(...nodes);
      return box;
    };
    const precision = [["", t("as the days say")], ["1", t("exact day")], ["2", t("to the week")], ["3", t("to the month")]];
    const day = (key, label) => this.field(label, this.input(`day-${key}`, now.date[key], (value) => (now.date[key] = value || null), { type: "date" }));
    return this.form(t("Correct this event"), () => this.save(),
      this.placing(),
      el("hr", "rule"),
      this.field(t("What happened"), this.select("type", options.types, now.type, (value) => (now.type = value))),
      this.field(t("Whether it happened"), this.select("status", options.statuses, now.status, (value) => (now.status = value))),
      two(
        this.field(t("Who says so"), this.select("claim", options.claims, now.claim.status, (value) => (now.claim.status = value))),
        this.field(t("Whose word"), this.input("by", now.claim.by, (value) => (now.claim.by = value.trim() || null), { maxlength: 300 })),
      ),
      two(day("start", t("From")), day("end", t("To"))),
      this.field(t("How exact"), this.select("precision", precision, String(now.date.precision ?? ""), (value) => (now.date.precision = value ? Number(value) : null)),
        t("No day: the text does not state it.")),
      this.actors(),
      this.figures(),
      this.whyField(t("Why (optional)"), false),
      this.ends(t("Save")),
    );
  }

  actors() {
    const { now } = this.draft;
    const { inters } = this.data.options;
    const box = el("fieldset", "figures");
    box.append(el("legend", "label", t("Who")));
    now.actors.forEach((one, index) => {
      const line = el("div", "actor-line");
      const called = one.name || t("new actor");
      line.append(
        this.input(`actor-${index}`, one.name, (value) => (one.name = value), { placeholder: t("Name"), "aria-label": t("Name of {actor}", { actor: called }), maxlength: 300 }),
        this.drop(`leave-${index}`, called, now.actors, index, "add-actor"),
        this.select(`role-${index}`, [["actor", t("Actor")], ["recipient", t("Acted on")]], one.role, (value) => (one.role = value), { "aria-label": t("What {actor} does", { actor: called }) }),
        this.select(`inter-${index}`, [["", t("kind not known")], ...inters], String(one.inter ?? ""), (value) => (one.inter = value ? Number(value) : null), { "aria-label": t("Kind of {actor}", { actor: called }) }),
      );
      box.append(line);
    });
    box.append(this.button(t("Add an actor"), "add-actor", () => {
      now.actors.push({ name: "", role: now.actors.some(({ role }) => role === "actor") ? "recipient" : "actor", inter: null });
      this.redraw(`actor-${now.actors.length - 1}`);
    }));
    return box;
  }

  /* Takes a line out of a list. */
  drop(key, called, list, index, focus) {
    return this.button("×", key, () => {
      list.splice(index, 1);
      this.redraw(focus);
    }, "drop", { "aria-label": t("Take out: {kind}", { kind: called }) });
  }

  figures() {
    const { now } = this.draft;
    const { kinds } = this.data.options;
    const box = el("fieldset", "figures");
    box.append(el("legend", "label", t("Figures")));
    now.quantities.forEach((one, index) => {
      const line = el("div", "figure-line");
      const ends = { low: t("low"), best: t("best"), high: t("high") };
      const called = kinds.find(([name]) => name === one.kind)?.[2] || one.kind;
      const number = (key) => this.input(`${key}-${index}`, one[key], (value) => (one[key] = numberIn(value)), {
        inputmode: "decimal", placeholder: ends[key], "aria-label": comma(called, ends[key]),
      });
      const kind = this.select(`kind-${index}`, kinds.map(([name, , words]) => [name, words]), one.kind, (value) => {
        one.kind = value;
        if (!one.text) one.unit = (kinds.find(([name]) => name === value) || [])[1] || "";
      }, { "aria-label": t("Kind of figure") });
      line.append(kind, number("low"), number("best"), number("high"), this.drop(`drop-${index}`, called, now.quantities, index, "add"));
      box.append(line);
    });
    box.append(this.button(t("Add a figure"), "add", () => {
      now.quantities.push({ kind: kinds[0][0], low: null, best: null, high: null, unit: kinds[0][1], text: "", note: null });
      this.redraw(`low-${now.quantities.length - 1}`);
    }));
    return box;
  }

  /* ---- the place ---- */

  placing() {
    const box = el("fieldset", "placing");
    const { draft } = this;
    box.append(el("legend", "label", t("Another place")));
    const results = el("div", "results", null, { "aria-live": "polite" });
    const search = this.input("search", draft.search, (value) => {
      draft.search = value;
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.lookUp(results), SEARCH_WAIT);
    }, { type: "search", placeholder: t("Search the gazetteer"), "aria-label": t("Search the gazetteer"), maxlength: 100 });
    search.addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault(); // it would save the form
    });
    box.append(search, results);
    if (draft.found) this.list(results, draft.found);
    const links = el("p", "links");
    if (this.pinning) links.append(el("span", "waiting", t("Click on the map where it happened, or move it there and press Enter. Esc cancels."), { role: "status" }), this.button(t("Cancel"), "pin", () => this.stopPin()));
    else links.append(this.button(t("Put a pin on the map"), "pin", () => this.askPin()), this.button(t("It has no place"), "none", () => this.choose({ none: true })));
    box.append(links);
    if (draft.pin) box.append(this.pin());
    return box;
  }

  pin() {
    const { pin } = this.draft;
    const box = el("div", "pin");
    const set = () => this.choose({ pin: { latitude: pin.latitude, longitude: pin.longitude, metres: 1000 * numberIn(pin.km) } });
    const km = this.input("km", pin.km, (value) => {
      pin.km = value;
      this.showPin();
    }, { inputmode: "decimal" });
    km.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      set();
    });
    box.append(el("p", "value", t("Pin at {at}", { at: `${pin.latitude.toFixed(4)}, ${pin.longitude.toFixed(4)}` })), this.field(t("Sure to within, km"), km));
    box.append(this.button(t("Set it here"), "set", set, "save"));
    return box;
  }

  async lookUp(results) {
    const { draft } = this;
    if (this.looking) this.looking.abort();
    const text = draft.search.trim();
    if (!text) {
      draft.found = null;
      results.replaceChildren();
      return;
    }
    const { signal } = (this.looking = new AbortController());
    const query = new URLSearchParams({ q: text });
    if (this.place.placed) {
      query.set("lat", this.place.latitude);
      query.set("lon", this.place.longitude);
    }
    try {
      const response = await fetch(`${this.data.places}?${query}`, { signal, headers: { Accept: "application/json" } });
      const answer = await response.json();
      if (!response.ok) throw new Error(answer.error);
      draft.found = answer.places;
      if (this.draft === draft) this.list(this.parent.querySelector(".results") || results, draft.found);
    } catch (error) {
      if (error.name !== "AbortError") results.replaceChildren(el("p", "fault", t("The gazetteer did not answer: {error}", { error: error.message })));
    }
  }

  list(results, places) {
    if (!places.length) {
      results.replaceChildren(el("small", null, t("No place of this name. Put a pin on the map.")));
      return;
    }
    results.replaceChildren(...places.map((place) => {
      const node = this.button(null, `found-${place.id}`, () => this.choose({ id: place.id }), "found");
      const words = el("span", "value");
      words.append(el("b", null, place.name), el("small", null, comma(this.kindOf(place.feature_code), place.admin2, place.admin1, country(place.country))));
      node.append(words);
      if (place.km !== null) node.append(el("span", "score", t("{n} km", { n: numeral(place.km < 10 ? place.km : Math.round(place.km)) })));
      return node;
    }));
  }

  kindOf(code) {
    return this.data.options.features[code] || (code.startsWith("PPL") ? t("town or village") : null);
  }

  /* One click takes another candidate. */
  pick(item) {
    if (item.chosen || !item.id || this.data.state === "rejected") return null;
    return this.button(t("Choose"), `pick-${item.id}`, () => this.choose({ id: item.id }), "link pick", { "aria-label": t("Choose {place}", { place: comma(item.name, item.admin1) }) });
  }

  there() {
    const { ask } = this.data;
    const box = el("div", "there", null, { role: "group", "aria-label": t("Others of the same name") });
    const counts = [
      ask.document && tn("{n} time in this document", "{n} times in this document", ask.document),
      ask.elsewhere && tn("{n} time elsewhere", "{n} times elsewhere", ask.elsewhere),
    ];
    box.append(el("p", null, t("Other events have the same name: {counts}. Apply there too?", { counts: comma(...counts) })));
    const list = el("details", null, null, { "data-fold": "there" });
    list.append(el("summary", null, t("What would change")), ...ask.events.map((item) => {
      const line = el("div", "other");
      line.append(el("b", null, comma(t(item.what), item.place)), el("small", null, item.here ? t("this document") : item.publisher || t("publisher not stated")), el("q", "small", item.exact));
      return line;
    }));
    if (ask.more) list.append(el("small", null, t("and {n} more", { n: numeral(ask.more) })));
    box.append(list);
    if (ask.kept) box.append(el("small", null, tn("{n} event stays as a person has left it.", "{n} events stay as people have left them.", ask.kept)));
    const links = el("p", "links");
    if (ask.document) links.append(this.button(t("In this document ({n})", { n: numeral(ask.document) }), "there-document", () => this.send("there", { scope: "document" }, false)));
    if (ask.elsewhere) links.append(this.button(t("Everywhere ({n})", { n: numeral(ask.everywhere) }), "there-everywhere", () => this.send("there", { scope: "everywhere" }, false)));
    links.append(this.button(t("This event alone"), "there-no", () => this.send("leave", {}, false)));
    box.append(links);
    return box;
  }

  /* ---- look-alikes and history ---- */

  pair(item) {
    const links = el("p", "links");
    links.append(
      this.button(t("The same event"), `merge-${item.id}`, () => this.send("merge", { other: item.id }, false)),
      this.button(t("Not the same"), `apart-${item.id}`, () => this.send("apart", { other: item.id }, false)),
    );
    return links;
  }

  history() {
    const list = el("ol", "history");
    list.append(...this.data.history.map((entry) => {
      const line = el("li", entry.live ? null : "taken");
      line.append(el("b", null, entry.words));
      if (entry.was) line.append(el("small", null, t("before: {what}", { what: entry.was })));
      line.append(el("small", null, comma(entry.by, timeOf(entry.made))));
      if (entry.why) line.append(el("q", "small", entry.why));
      if (entry.live) line.append(this.button(t("Undo"), `undo-${entry.id}`, () => this.undo(entry.id), "link", { "aria-label": t("Undo: {what}", { what: entry.words }) }));
      else line.append(el("small", "tag", t("taken back")));
      return line;
    }));
    return list;
  }

  who() {
    const line = el("p", "small who");
    line.append(this.name ? `${t("You review as {name}.", { name: this.name })} ` : "", this.name ? this.button(t("Change"), "who", () => {
      this.waiting = () => {};
      this.redraw("name");
    }) : "");
    return line;
  }
}
