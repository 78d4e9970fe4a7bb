/* The filtered events as a table: one page from the server, a row selects, a column's head sorts. */
export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  speak(data.speech);
  const act = (name, value) => setTriggerValue("act", { name, value });
  const columns = [
    { key: "what", label: t("Event"), sort: "sub" },
    { key: "where", label: t("Place"), sort: "place" },
    { key: "date", label: t("Date"), sort: "date" },
    { key: "claim", label: t("Claim"), sort: "claim" },
    { key: "who", label: t("Actors"), sort: "actor1" },
    { key: "sentence", label: t("In the text"), sort: null },
  ];

  const heads = () => {
    const line = el("tr", null, null, { role: "row" });
    const now = data.sort.replace(/^-/, "");
    const down = data.sort.startsWith("-");
    for (const { key, label, sort } of columns) {
      const mine = sort === now;
      const cell = el("th", key, null, { scope: "col", role: "columnheader", "aria-sort": mine && (down ? "descending" : "ascending") });
      if (sort) {
        const button = el("button", mine ? "sort now" : "sort", label, { type: "button", "data-focus": `sort:${sort}` });
        if (mine) button.append(el("span", "arrow", down ? " ↓" : " ↑", { "aria-hidden": "true" }));
        button.addEventListener("click", () => act("sort", mine && !down ? `-${sort}` : sort));
        cell.append(button);
      } else cell.append(label);
      line.append(cell);
    }
    const head = el("thead", null, null, { role: "rowgroup" });
    head.append(line);
    return head;
  };

  // Roles in words: on a narrow screen a row is a block, which would no longer count as a row.
  const cell = (className, text) => el("td", className, text, { role: "cell" });

  const row = (item) => {
    const chosen = item.id === data.selected;
    const line = el("tr", chosen ? "chosen" : item.id === data.second ? "chosen second" : null, null, {
      role: "row", "data-event": item.id, "aria-current": chosen && "true",
    });
    const what = cell("what");
    const button = el("button", "event", null, { type: "button", "aria-pressed": String(chosen), "data-focus": item.id });
    const words = el("span");
    words.append(el("b", null, t(item.sub)), el("small", null, item.status || t(item.type)));
    button.append(symbol(data.symbols[`${item.type}|${item.claim}`]), words);
    what.append(button);
    const where = cell("where");
    if (item.place) where.append(el("span", null, item.place), el("small", null, comma(item.admin1, country(item.country), item.spread)));
    else where.append(el("span", "none", t("no place")));
    where.append(...item.distances.map((told) => el("small", "distance", told)));
    const who = cell("who");
    for (const name of [item.actor1, item.actor2].filter(Boolean)) who.append(el("span", "actor", name));
    const sentence = cell("sentence");
    sentence.append(el("span", "clamp", item.sentence, { title: item.sentence }));
    const read = el("button", "link read", t("Read the document"), { type: "button", "data-focus": `read:${item.id}` });
    read.addEventListener("click", (event) => {
      event.stopPropagation();
      leaveTo();
      act("read", item.id);
    });
    if (item.sentence) sentence.append(read);
    line.append(what, where, cell(item.date ? "date" : "date none", item.date || t("not stated")), cell("claim", item.claim_words), who, sentence);
    line.addEventListener("click", () => act("select", item.id));
    return line;
  };

  /* Up and down lead from row to row; Enter on the selected one leads to what is told of it. */
  const walk = (event, body) => {
    const buttons = [...body.querySelectorAll(".event")];
    const now = buttons.findIndex((button) => button === event.target);
    if (now < 0 || event.ctrlKey || event.altKey || event.metaKey) return;
    const next = buttons[{ ArrowDown: now + 1, ArrowUp: now - 1, Home: 0, End: buttons.length - 1 }[event.key]];
    const again = event.key === "Enter" && buttons[now].dataset.focus === data.selected;
    if (next) next.focus();
    else if (!again || !focusWithin(".st-key-panel_view", ".scroll")) return;
    event.preventDefault();
  };

  const pager = () => {
    const box = el("nav", "pager", null, { "aria-label": t("Pages of the table") });
    const step = (label, page, disabled) => {
      const button = el("button", "link", label, { type: "button", disabled, "data-focus": `page:${label}` });
      button.addEventListener("click", () => act("page", page));
      return button;
    };
    box.append(
      step(t("Previous"), data.page - 1, data.page <= 1),
      el("span", null, t("Page {page} of {pages}", { page: numeral(data.page), pages: numeral(data.pages) })),
      step(t("Next"), data.page + 1, data.page >= data.pages),
    );
    return box;
  };

  const downloads = () => {
    const box = el("span", "downloads");
    box.append(el("span", "hint", t("Download these")));
    for (const [label, href] of data.downloads) box.append(el("a", "link", label, { href, download: true }));
    box.append(el("a", "link", t("Briefing"), { href: data.briefing, target: "_blank", rel: "noopener", title: t("A page to print: map, table, sentences with their sources") }));
    return box;
  };

  redraw(parentElement, () => {
    const bar = el("div", "bar");
    const title = el("h2");
    const meaning = t("Events that pass the filters. What several documents tell is listed for each of them until somebody says that it is one.");
    title.append(data.rows.length ? explained(data.title, meaning) : data.title);
    bar.append(title, data.rows.length ? downloads() : "");
    if (!data.rows.length) return [bar];
    const wrap = el("div", "wrap", null, { tabindex: "0", role: "region", "aria-label": t("Table of events"), "data-focus": "table" });
    const table = el("table", null, null, { role: "table", "aria-label": data.title });
    const body = el("tbody", null, null, { role: "rowgroup" });
    body.addEventListener("keydown", (event) => walk(event, body));
    body.append(...data.rows.map(row));
    table.append(heads(), body);
    wrap.append(table);
    return [bar, wrap, data.pages > 1 ? pager() : null];
  });
}
