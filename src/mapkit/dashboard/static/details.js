/* What is known of one document, to be set right: the form, who says so, and what was said of it before. What is typed
   stays until it is kept or left, whatever the page draws in between. */
const CALLED = "mapkit.name"; // where the browser keeps the reader's name, as review.js has it
const madeAt = (iso) => {
  const time = new Date(iso);
  return Number.isNaN(time.valueOf()) ? iso : dates({ dateStyle: "medium", timeStyle: "short" }).format(time);
};

class Details {
  constructor(act) {
    this.act = act;
    this.drafts = new Map();
  }

  /* A draft of the document's fields as they were when the reader began. */
  draft(document) {
    if (!this.drafts.has(document.id)) {
      const { title, publisher, url, published, seen } = document;
      this.drafts.set(document.id, { title, publisher, url, published, seen, why: "", by: this.called() });
    }
    return this.drafts.get(document.id);
  }

  called() {
    try {
      return localStorage.getItem(CALLED) || "";
    } catch {
      return ""; // private browsing
    }
  }

  /* What the page answered to the last act. */
  answered({ edit, turn, fault }) {
    if (this.turn !== undefined && turn !== this.turn) {
      this.busy = false;
      if (edit && fault) this.draft(edit).seen = edit.seen; // the fault says what was changed meanwhile
      else if (edit) this.drafts.delete(edit.id);
    }
    this.turn = turn;
  }

  draw(data) {
    const { edit: document, fault, done } = data;
    const draft = this.draft(document);
    const box = el("div", "details");
    const back = el("button", "link back", t("‹ All documents"), { type: "button", "data-focus": "back" });
    back.addEventListener("click", () => {
      this.drafts.delete(document.id);
      this.act("back");
    });
    const form = el("form", "form");
    form.append(
      this.field(draft, "title", t("Title"), { maxlength: 500 }),
      this.field(draft, "publisher", t("Publisher"), { maxlength: 500 }),
      this.field(draft, "published", t("Published"), { type: "date", min: "0001-01-01", max: "9999-12-31" }, t("Words like “on Monday” count from it: with another day, events get other dates.")),
      this.field(draft, "url", t("Address"), { type: "url", maxlength: 2000, placeholder: "https://" }),
      this.field(draft, "why", t("Why (if you like)"), { maxlength: 500 }),
      this.field(draft, "by", t("Your name"), { maxlength: 100, required: true, autocomplete: "name" }),
    );
    const save = el("button", "save", this.busy ? t("Coding it anew …") : t("Keep, and code it anew"), { type: "submit", "aria-disabled": this.busy ? "true" : null, "data-focus": "save" });
    form.append(save);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (this.busy) return;
      this.remember(draft.by);
      this.say("save", draft, save);
    });
    const said = el("p", fault ? "fault" : "done", fault || done || "", { role: fault ? "alert" : "status" });
    box.append(back, el("p", "file", document.name), form, said, this.history(document, draft));
    return box;
  }

  field(draft, name, label, options, note) {
    const box = el("label", `field ${name}`);
    const input = el("input", null, null, { type: "text", ...options, "data-focus": `field:${name}` });
    input.value = draft[name] || "";
    input.addEventListener("input", () => (draft[name] = input.value));
    box.append(el("span", null, label), input);
    if (note) box.append(el("small", null, note));
    return box;
  }

  remember(name) {
    try {
      localStorage.setItem(CALLED, name);
    } catch {
      // private browsing: asked again next time
    }
  }

  say(name, value, button) {
    this.busy = true;
    button.setAttribute("aria-disabled", "true"); // a disabled one would lose the keyboard
    button.textContent = t("Coding it anew …");
    this.act(name, value);
  }

  history({ history }, draft) {
    const box = el("section", "history");
    box.append(el("h3", null, t("What people said of it")));
    if (!history.length) box.append(el("p", "note", t("Nothing yet: all is as it was read.")));
    for (const entry of history) {
      const line = el("div", entry.live ? "entry" : "entry undone");
      line.append(el("b", null, entry.words));
      if (entry.was) line.append(el("small", null, t("was {words}", { words: entry.was })));
      line.append(el("small", null, comma(entry.by, madeAt(entry.made))));
      if (entry.why) line.append(el("q", null, entry.why));
      if (entry.live) {
        const undo = el("button", "link", t("Take back"), { type: "button", "aria-disabled": this.busy ? "true" : null, "aria-label": t("Take back: {words}", { words: entry.words }), "data-focus": `undo:${entry.id}` });
        undo.addEventListener("click", () => {
          if (this.busy) return;
          if (!draft.by.trim()) undo.closest(".details").querySelector(".by input").reportValidity();
          else this.say("undo", { id: entry.id, by: draft.by, why: draft.why }, undo);
        });
        line.append(undo);
      } else line.append(el("small", null, t("taken back")));
      box.append(line);
    }
    return box;
  }
}
