/* All documents: found by words, sorted by a column's head, read beside the map, or set right. */
const TYPED = 250; // ms

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  speak(data.speech);
  const act = (name, value) => setTriggerValue("act", { name, value });
  const details = (parentElement.details = parentElement.details || new Details());
  details.act = act;
  details.answered(data);

  const columns = [
    { key: "title", label: t("Document"), first: "title" },
    { key: "publisher", label: t("Publisher"), first: "publisher" },
    { key: "published", label: t("Published"), first: "-published" },
    { key: "events", label: t("Events"), first: "-events" },
    { key: "added", label: t("Added"), first: "-added" },
  ];
  const [now, down] = [data.sort.replace(/^-/, ""), data.sort.startsWith("-")];
  const other = (key) => (down ? key : `-${key}`);

  const button = (label, name, value, className, spoken) => {
    const node = el("button", className || "link", label, { type: "button", "aria-label": spoken, "data-focus": `${name}:${value}` });
    node.addEventListener("click", () => act(name, value));
    return node;
  };

  const search = () => {
    const input = el("input", "search", null, {
      type: "search", placeholder: t("Search titles, publishers, addresses, file names"), "aria-label": t("Search the documents"), maxlength: 200, "data-focus": "search",
    });
    // What is being typed is ahead of what the page has taken.
    input.value = parentElement.typed ?? data.query;
    if (parentElement.typed === data.query) delete parentElement.typed;
    input.addEventListener("input", () => {
      parentElement.typed = input.value;
      clearTimeout(parentElement.typing);
      parentElement.typing = setTimeout(() => act("search", input.value), TYPED);
    });
    return input;
  };

  const heads = () => {
    const line = el("tr");
    for (const { key, label, first } of columns) {
      const cell = el("th", key, null, { scope: "col", "aria-sort": key === now ? (down ? "descending" : "ascending") : null });
      const sort = button(label, "sort", key === now ? other(key) : first, key === now ? "sort now" : "sort");
      sort.dataset.focus = `sort:${key}`;
      if (key === now) sort.append(el("span", null, down ? " ↓" : " ↑", { "aria-hidden": "true" }));
      cell.append(sort);
      line.append(cell);
    }
    const acts = el("th", "acts", null, { scope: "col" });
    acts.append(el("span", "speech", t("What can be done")));
    line.append(acts);
    const head = el("thead");
    head.append(line);
    return head;
  };

  const row = (item) => {
    const line = el("tr");
    const title = item.title || item.name;
    const what = el("td", "title");
    what.append(el("b", null, title));
    if (item.title) what.append(el("small", null, item.name));
    const missing = (text) => el("span", "none", text);
    const cell = (name, content) => {
      const box = el("td", name);
      box.append(content);
      return box;
    };
    const acts = el("td", "acts");
    acts.append(
      button(t("Read"), "read", item.document_id, "link", t("Read {title}", { title })),
      button(t("Details"), "edit", item.document_id, "link", t("Details of {title}", { title })),
    );
    const added = new Date(item.added);
    line.append(
      what,
      cell("publisher", item.publisher || missing(t("publisher not stated"))),
      cell("published", item.day || missing(t("date not stated"))),
      cell("events", tn("{n} event", "{n} events", item.events)),
      cell("added", Number.isNaN(added.valueOf()) ? item.added : dates({ dateStyle: "medium" }).format(added)),
      acts,
    );
    return line;
  };

  const pager = () => {
    const box = el("nav", "pager", null, { "aria-label": t("Pages of the documents") });
    const step = (label, page, disabled) => {
      const node = button(label, "page", page);
      node.disabled = disabled;
      node.dataset.focus = `page:${label}`;
      return node;
    };
    box.append(
      step(t("Previous"), data.page - 1, data.page <= 1),
      el("span", null, t("Page {page} of {pages}", { page: numeral(data.page), pages: numeral(data.pages) })),
      step(t("Next"), data.page + 1, data.page >= data.pages),
    );
    return box;
  };

  const rejects = () => {
    const fold = el("details", "rejects", null, { "data-fold": "rejects" });
    fold.append(el("summary", null, tn("{n} could not be read or coded", "{n} could not be read or coded", data.rejects.length), { "data-focus": "rejects" }));
    const list = el("ul");
    for (const one of data.rejects) {
      const line = el("li");
      line.append(el("b", null, one.name), `: ${one.reason}`);
      list.append(line);
    }
    fold.append(list, el("p", "note", t("A file leaves this list when it is added again and can be coded.")), button(t("Empty the list"), "forget", true));
    return fold;
  };

  const had = parentElement.activeElement;
  const from = parentElement.shown;
  redraw(parentElement, () => {
    const root = parentElement.querySelector(".root");
    root.dataset.shown = data.edit ? data.edit.id : "list";
    if (data.edit) return [details.draw(data)];
    const count = el("p", "count", data.query ? tn("{n} document holds these words", "{n} documents hold these words", data.total) : tn("{n} document", "{n} documents", data.total), { role: "status" });
    const parts = [search(), count];
    if (data.items.length) {
      const wrap = el("div", "wrap", null, { tabindex: "0", role: "region", "aria-label": t("Documents") });
      const table = el("table");
      const body = el("tbody");
      body.append(...data.items.map(row));
      table.append(heads(), body);
      wrap.append(table);
      parts.push(wrap);
    } else parts.push(el("p", "empty", data.query ? t("Try fewer words.") : t("No documents yet: add one in the sidebar.")));
    if (data.pages > 1) parts.push(pager());
    if (data.rejects.length) parts.push(rejects());
    return parts;
  });
  /* What had the keyboard is gone with its view: it goes to where this one begins, so that Escape still closes. */
  parentElement.shown = data.edit ? data.edit.id : "list";
  if (had && !parentElement.activeElement) {
    const back = from && !data.edit && [...parentElement.querySelectorAll("[data-focus]")].find((node) => node.dataset.focus === `edit:${from}`);
    (back || parentElement.querySelector(".back, .search"))?.focus();
  }
}
