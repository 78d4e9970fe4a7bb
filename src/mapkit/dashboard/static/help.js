/* What a first visitor should know, on one screen, and the keys of the keyboard. It opens by itself once a browser, and
   again by its button, and at the keys by "?". */
const SEEN = "mapkit.welcomed"; // where the browser keeps that it was shown

const seen = () => {
  try {
    return localStorage.getItem(SEEN) === "yes";
  } catch {
    return true; // private browsing: rather not at all than each time
  }
};
const keep = () => {
  try {
    localStorage.setItem(SEEN, "yes");
  } catch {
    // private browsing
  }
};

/* What is pressed where, and what it does. */
const keys = () => [
  [t("Anywhere"), [["?", t("these keys")], ["Tab", t("to the next control; the first ones skip to map, event and table")], ["Esc", t("closes what is open")]]],
  [t("The selected event"), [["A", t("accept")], ["C", t("correct")], ["X", t("reject, with a reason")], ["U", t("undo your own last act")]]],
  [t("On the map"), [
    ["N P", t("next and previous event")], ["Enter", t("open it")], ["← ↑ ↓ →", t("move the map")], ["+ −", t("closer, farther")],
    ["F", t("all events in view")], ["H", t("back to the first view")], ["M", t("measure")],
  ]],
  [t("In the table"), [["↑ ↓", t("from row to row")], ["Enter", t("select it; again: to what is told of it")]]],
  [t("In the timeline"), [["← →", t("move the period")], ["Shift ← →", t("grow or shrink it")], ["Home End", t("to either end")]]],
  [t("Beside a document"), [["J K", t("next and previous event")], ["Enter", t("select it")], ["[ ]", t("previous and next document")]]],
  [t("In the review"), [["J K", t("next and previous event")], ["R", t("read it in its document, and back")]]],
];

class Help {
  constructor(parent) {
    this.parent = parent;
    this.root = parent.querySelector(".root");
    this.ending = new AbortController();
    const { signal } = this.ending;
    document.addEventListener("keydown", (event) => this.onKey(event), { signal });
    window.addEventListener("message", ({ data, origin, source }) => {
      const frame = document.querySelector(".st-key-map iframe");
      if (frame && source === frame.contentWindow && origin === location.origin && data?.mapkit === "help") this.open("keys");
    }, { signal });
  }

  end() {
    this.ending.abort();
  }

  update(data) {
    const first = !this.data;
    const again = this.lang !== speech.lang;
    this.data = data;
    if (again) this.draw(); // what is open stays as it is, but for another language
    this.lang = speech.lang;
    if (first && !data.quiet && !seen()) this.open("start");
  }

  onKey(event) {
    const at = event.composedPath()[0];
    const typing = at instanceof Element && (at.matches("input, textarea, select") || at.isContentEditable);
    if (event.key !== "?" || event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || typing) return;
    // An open document lists its own keys.
    if (lettersOff() || document.querySelector("[role='dialog']") || document.querySelector(".st-key-reading")) return;
    this.open("keys");
    event.preventDefault();
  }

  open(part) {
    keep();
    this.turnTo(part);
    if (!this.sheet.open) this.sheet.showModal();
    this.sheet.querySelector(".body").scrollTop = 0;
  }

  turnTo(part) {
    for (const [name, { tab, page }] of Object.entries(this.parts)) {
      tab.setAttribute("aria-selected", String(name === part));
      tab.tabIndex = name === part ? 0 : -1;
      page.hidden = name !== part;
    }
  }

  draw() {
    const open = Boolean(this.sheet?.open);
    const button = el("button", "help", t("Help"), { type: "button", "aria-haspopup": "dialog", "data-focus": "help" });
    button.addEventListener("click", () => this.open("start"));
    this.sheet = el("dialog", "sheet", null, { "aria-label": t("Help") });
    const start = this.start();
    const list = this.keys();
    const tabs = el("div", "tabs", null, { role: "tablist", "aria-label": t("Help") });
    this.parts = { start: { tab: this.tab("start", t("What you see")), page: start }, keys: { tab: this.tab("keys", t("Keys")), page: list } };
    tabs.append(this.parts.start.tab, this.parts.keys.tab);
    const head = el("header", "top");
    const close = el("button", "close", "×", { type: "button", "aria-label": t("Close") });
    close.addEventListener("click", () => this.sheet.close());
    head.append(tabs, close);
    const body = el("div", "body", null, { tabindex: "0", role: "region", "aria-label": t("Help") });
    body.append(start, list);
    const foot = el("footer", "foot");
    const go = el("button", "go", t("Show me the map"), { type: "button", autofocus: true });
    go.addEventListener("click", () => this.sheet.close());
    foot.append(go);
    this.sheet.append(head, body, foot);
    // A click beside the sheet closes it.
    this.sheet.addEventListener("click", (event) => event.target === this.sheet && this.sheet.close());
    this.sheet.addEventListener("keydown", (event) => event.stopPropagation()); // no key of the page behind it
    this.turnTo("start");
    this.root.replaceChildren(button, this.sheet);
    if (open) this.sheet.showModal();
  }

  tab(name, label) {
    const node = el("button", "tab", label, { type: "button", role: "tab", id: `tab-${name}`, "aria-controls": `part-${name}` });
    node.addEventListener("click", () => this.turnTo(name));
    node.addEventListener("keydown", (event) => {
      if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
      const next = name === "start" ? "keys" : "start";
      this.turnTo(next);
      this.parts[next].tab.focus();
    });
    return node;
  }

  page(name) {
    return el("section", "page", null, { role: "tabpanel", id: `part-${name}`, "aria-labelledby": `tab-${name}` });
  }

  start() {
    const { claims, places, right, found } = this.data;
    const box = this.page("start");
    box.append(
      el("h2", null, t("Events that texts tell, on a map")),
      el("p", "lead", t("A machine read texts and coded the events in them. Every pin has its sentence: click one to read it.")),
    );
    const columns = el("div", "columns");
    columns.append(
      this.column(t("What the pins say"), [
        el("p", "note", t("Colour and shape: what happened. Filling: whose word it is.")), this.symbols(claims),
        el("p", "note", t("Frame: how sharp the place is. A disc with a number is that many events.")), this.symbols(places),
      ]),
      this.column(t("What you can do"), [this.points([
        [t("Click a pin"), t("You see its sentence, who says so, how sure the place is, and which other places were considered.")],
        [t("Filter"), t("By type, front, source or words in the sidebar, by time below the map. Each number is how many events a click would leave.")],
        [t("Add a text of your own"), t("It is coded here; nothing leaves this computer.")],
        [t("Check and correct"), t("Review lists first where checking pays most. Everything can be undone, and nothing is lost.")],
      ])]),
      this.column(t("What to beware of"), [this.points([
        [t("The machine errs"), t("On texts that it had not seen, {right} of 100 pins were right, and it found {found} of 100 events. Read the sentence.", { right, found })],
        [t("A claim is not a fact"), t("Hollow pins rest on the word of one side alone.")],
        [t("A pin may stand for a whole region"), t("The panel says how far off the place may be.")],
        [t("What is missing is not peace"), t("The map knows only what its texts tell.")],
      ])]),
    );
    box.append(columns);
    return box;
  }

  column(title, parts) {
    const box = el("div", "column");
    box.append(el("h3", null, title), ...parts);
    return box;
  }

  symbols(items) {
    const list = el("ul", "symbols");
    for (const item of items) {
      const line = el("li");
      line.append(symbol(item.symbol), el("span", null, item.label));
      list.append(line);
    }
    return list;
  }

  points(items) {
    const list = el("ul", "points");
    for (const [head, rest] of items) {
      const line = el("li");
      line.append(el("b", null, head), " ", el("span", null, rest));
      list.append(line);
    }
    return list;
  }

  keys() {
    const box = this.page("keys");
    box.append(el("h2", null, t("Keys of the keyboard")), el("p", "lead", t("Keys that are single letters can be put off at the end of the filters.")));
    const columns = el("div", "columns");
    for (const [title, items] of keys()) {
      const list = el("dl", "keys");
      for (const [key, meaning] of items) {
        const name = el("dt");
        for (const one of key.split(" ")) name.append(el("kbd", null, one), " ");
        list.append(name, el("dd", null, meaning));
      }
      columns.append(this.column(title, [list]));
    }
    box.append(columns);
    return box;
  }
}

export default function (component) {
  const { data, parentElement } = component;
  speak(data.speech);
  const help = (parentElement.help = parentElement.help || new Help(parentElement));
  help.update(data);
  return () => {
    // Streamlit may call this between two updates of the same component, too.
    setTimeout(() => {
      if (help.root.isConnected) return;
      help.end();
      delete parentElement.help;
    });
  };
}
