/* The filtered events as a table: one page from the server, a row selects, a column's head sorts. */
export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const act = (name, value) => setTriggerValue("act", { name, value });
  const columns = [
    { key: "what", label: "Event", sort: "sub" },
    { key: "where", label: "Place", sort: "place" },
    { key: "date", label: "Date", sort: "date" },
    { key: "claim", label: "Claim", sort: "claim" },
    { key: "who", label: "Actors", sort: "actor1" },
    { key: "sentence", label: "In the text", sort: null },
  ];

  const heads = () => {
    const line = el("tr");
    const now = data.sort.replace(/^-/, "");
    const down = data.sort.startsWith("-");
    for (const { key, label, sort } of columns) {
      const cell = el("th", key, null, { scope: "col" });
      if (sort) {
        const mine = sort === now;
        if (mine) cell.setAttribute("aria-sort", down ? "descending" : "ascending");
        const button = el("button", mine ? "sort now" : "sort", label, { type: "button", "data-focus": `sort:${sort}` });
        if (mine) button.append(el("span", "arrow", down ? " ↓" : " ↑", { "aria-hidden": "true" }));
        button.addEventListener("click", () => act("sort", mine && !down ? `-${sort}` : sort));
        cell.append(button);
      } else cell.append(label);
      line.append(cell);
    }
    const head = el("thead");
    head.append(line);
    return head;
  };

  const row = (item) => {
    const line = el("tr", item.id === data.selected ? "chosen" : item.id === data.second ? "chosen second" : null, null, { "data-event": item.id });
    const what = el("td", "what");
    const button = el("button", null, null, { type: "button", "aria-pressed": String(item.id === data.selected), "data-focus": item.id });
    const words = el("span");
    words.append(el("b", null, item.sub), el("small", null, item.status || item.type));
    button.append(symbol(data.symbols[`${item.type}|${item.claim}`]), words);
    what.append(button);
    const where = el("td", "where");
    if (item.place) where.append(el("span", null, item.place), el("small", null, comma(item.admin1, country(item.country))));
    else where.append(el("span", "none", "no place"));
    const who = el("td", "who");
    for (const name of [item.actor1, item.actor2].filter(Boolean)) who.append(el("span", "actor", name));
    const sentence = el("td", "sentence");
    sentence.append(el("span", "clamp", item.sentence, { title: item.sentence }));
    const read = el("button", "link read", "Read the document", { type: "button", "data-focus": `read:${item.id}` });
    read.addEventListener("click", (event) => {
      event.stopPropagation();
      act("read", item.id);
    });
    if (item.sentence) sentence.append(read);
    line.append(what, where, el("td", item.date ? "date" : "date none", item.date || "not stated"), el("td", "claim", item.claim_words), who, sentence);
    line.addEventListener("click", () => act("select", item.id));
    return line;
  };

  const pager = () => {
    const box = el("nav", "pager", null, { "aria-label": "Pages of the table" });
    const step = (label, page, disabled) => {
      const button = el("button", "link", label, { type: "button", disabled, "data-focus": `page:${label}` });
      button.addEventListener("click", () => act("page", page));
      return button;
    };
    box.append(
      step("Previous", data.page - 1, data.page <= 1),
      el("span", null, `Page ${data.page.toLocaleString("en")} of ${data.pages.toLocaleString("en")}`),
      step("Next", data.page + 1, data.page >= data.pages),
    );
    return box;
  };

  const downloads = () => {
    const box = el("span", "downloads");
    box.append(el("span", "hint", "Download these"));
    for (const [label, href] of data.downloads) box.append(el("a", "link", label, { href, download: true }));
    box.append(el("a", "link", "Briefing", { href: data.briefing, target: "_blank", rel: "noopener", title: "A page to print: map, table, sentences with their sources" }));
    return box;
  };

  redraw(parentElement, () => {
    const bar = el("div", "bar");
    const title = el("h2", null, data.title);
    bar.append(title, data.rows.length ? downloads() : "");
    if (!data.rows.length) return [bar];
    const wrap = el("div", "wrap", null, { tabindex: "0", role: "region", "aria-label": "Table of events" });
    const table = el("table");
    const body = el("tbody");
    body.append(...data.rows.map(row));
    table.append(heads(), body);
    wrap.append(table);
    return [bar, wrap, data.pages > 1 ? pager() : null];
  });
}
