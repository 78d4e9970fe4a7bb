/* What nobody has read yet, those first where checking pays most; the panel beside it has the acts and their keys. */
const timeOf = (iso) => {
  const time = new Date(iso);
  return Number.isNaN(time.valueOf()) ? iso : dates({ dateStyle: "medium", timeStyle: "short" }).format(time);
};

class Queue {
  constructor(parent) {
    this.parent = parent;
    this.host = parent.host || parent;
    this.from = placeNow();
    this.walk = new Walk();
    this.ending = new AbortController();
    const { signal } = this.ending;
    document.addEventListener("keydown", (event) => this.onKey(event), { signal });
    window.addEventListener("message", ({ data, origin, source }) => {
      const frame = document.querySelector(".st-key-map iframe");
      if (frame && source === frame.contentWindow && origin === location.origin && data?.mapkit === "review" && data.key) this.key(data.key);
    }, { signal });
  }

  end() {
    this.ending.abort();
  }

  update(data) {
    const moved = !this.data || this.data.selected !== data.selected;
    this.data = data;
    this.walk.take(data, data.selected);
    redraw(this.parent, () => this.drawn());
    const now = this.parent.querySelector("[aria-current]");
    if (moved && now) now.closest("li").scrollIntoView({ block: "nearest" });
  }

  onKey(event) {
    const at = event.composedPath()[0];
    const typing = at instanceof Element && (at.matches("input, textarea, select") || at.isContentEditable);
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || typing) return;
    if (document.querySelector("[role='dialog']")) return;
    if (event.key === "Escape" && event.composedPath().includes(this.host)) this.leave();
    else if (!this.key(event.key.toLowerCase())) return;
    event.preventDefault();
  }

  /* Put the review away; the keyboard goes back to where it came from, a pointer stays where it is. */
  leave(clicks) {
    this.act("leave");
    if (!clicks) goBack(this.from);
  }

  key(key) {
    if (lettersOff()) return false;
    const actions = { j: () => this.step(1), k: () => this.step(-1), r: () => this.read() };
    if (!actions[key]) return false;
    actions[key]();
    return true;
  }

  /* Move along the list; the event is opened at once, as Enter does on the one with the focus. */
  step(by) {
    const next = this.walk.step(by);
    if (next?.id) this.act("select", next.id);
    else if (next) this.act("over", next.over);
  }

  /* Open the document in place of the list. */
  read(id = this.data.selected) {
    if (id) this.act("read", id);
  }

  drawn() {
    const { data } = this;
    const all = data.read + data.unread;
    const head = el("header", "head");
    const title = el("h2", null, t("Review"));
    const close = el("button", "close", "×", { type: "button", "aria-label": t("Put the review away"), "data-focus": "leave" });
    close.addEventListener("click", ({ detail }) => this.leave(detail));
    const count = t("{read} of {all} read", { read: numeral(data.read), all: numeral(all) });
    const meaning = t("Events under the filters that a person has accepted, corrected or rejected, of all there are. Those that nobody has read are listed, the most doubtful first.");
    head.append(title, explained(count, meaning, "count"), close);
    const bar = el("div", "progress", null, { role: "progressbar", "aria-label": t("Events read"), "aria-valuemin": 0, "aria-valuemax": all, "aria-valuenow": data.read });
    bar.append(el("i"));
    bar.firstChild.style.width = `${all ? (100 * data.read) / all : 100}%`;
    const list = el("ol", "list", null, { "aria-label": t("Events that nobody has read") });
    list.append(...data.items.map((item) => this.item(item)));
    const scroll = el("div", "scroll");
    scroll.append(list);
    if (!data.items.length) scroll.append(el("p", "empty", all ? t("All read. Take filters away to see what else there is.") : t("No event passes these filters.")));
    if (data.pages > 1) scroll.append(this.pager());
    if (data.stale_total) scroll.append(this.stale());
    const keys = el("footer", "keys");
    for (const [key, words] of [["J K", t("next, previous")], ["R", t("read")], ["A", t("accept")], ["C", t("correct")], ["X", t("reject")], ["U", t("undo")]]) {
      const one = el("span");
      one.append(el("kbd", null, key), ` ${words}`);
      keys.append(one);
    }
    return [head, bar, scroll, keys];
  }

  item(item) {
    const line = el("li");
    const chosen = item.id === this.data.selected;
    const button = el("button", chosen ? "item chosen" : "item", null, { type: "button", "data-focus": item.id, "aria-current": chosen ? "true" : null });
    const words = el("span", "words");
    words.append(el("b", null, t(item.sub)), el("span", "where", comma(item.place, item.status)));
    if (item.doubts.length) words.append(...item.doubts.slice(0, 2).map((doubt) => el("span", "doubt", doubt)));
    words.append(el("span", "said", item.exact));
    button.append(symbol(item.symbol), words);
    button.addEventListener("click", () => this.act("select", item.id));
    line.append(button);
    if (chosen) {
      const read = el("button", "link read", t("Read the document"), { type: "button", "data-focus": `read:${item.id}`, "aria-keyshortcuts": "r" });
      read.append(el("kbd", null, "R", { "aria-hidden": "true" }));
      read.addEventListener("click", () => this.read(item.id));
      line.append(read);
    }
    return line;
  }

  pager() {
    const { page, pages } = this.data;
    const box = el("p", "pager");
    const go = (label, to, off) => {
      const button = el("button", "link", label, { type: "button", disabled: off, "data-focus": `page:${label}` });
      button.addEventListener("click", () => this.act("page", to));
      return button;
    };
    box.append(go(t("Before"), page - 1, page <= 1), el("span", null, t("{page} of {pages}", { page: numeral(page), pages: numeral(pages) })), go(t("More"), page + 1, page >= pages));
    return box;
  }

  stale() {
    const { stale, stale_total: total } = this.data;
    const box = el("details", "stale", null, { "data-fold": "stale" });
    box.append(el("summary", null, t("Without effect ({n})", { n: numeral(total) })));
    box.append(el("p", "note", t("Kept, but not in effect on what a newer coding found. They apply again where their event comes back.")));
    for (const item of stale) {
      const line = el("div", "old");
      line.append(el("b", null, item.words), el("small", null, item.reason), el("small", null, comma(item.by, timeOf(item.made))));
      if (item.id) {
        const button = el("button", "link", item.of ? t("Open {event}", { event: t(item.of) }) : t("Open the event"), { type: "button" });
        button.addEventListener("click", () => this.act("select", item.id));
        line.append(button);
      }
      box.append(line);
    }
    if (total > stale.length) box.append(el("small", null, t("and {n} more: {command}", { n: numeral(total - stale.length), command: "mapkit corrections stale" })));
    return box;
  }
}

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  speak(data.speech);
  const queue = (parentElement.queue = parentElement.queue || new Queue(parentElement));
  queue.act = (name, value) => setTriggerValue("act", { name, value });
  queue.update(data);
  return () => {
    // Streamlit may call this between two updates of the same component, too.
    setTimeout(() => {
      if (parentElement.querySelector(".root")?.isConnected) return;
      queue.end();
      delete parentElement.queue;
    });
  };
}
