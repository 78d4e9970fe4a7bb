/* Numbers of events over time as a table whose cells are the stronger in colour the more they hold; a head sets the filter. */
const WIDE = 14; // columns up to which every number is written

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  speak(data.speech);
  const act = (name, value = null) => setTriggerValue("act", { name, value });
  const columns = data.undated ? [...data.columns, data.undated] : data.columns;
  const written = columns.length <= WIDE;
  const numbers = (row) => (data.undated ? [...row.cells, row.undated] : row.cells);
  const most = Math.max(1, ...data.rows.flatMap(numbers));

  const choose = () => {
    const label = el("label", "rows", null);
    const select = el("select", null, null, { "data-focus": "rows", "aria-label": t("Rows of the statistics") });
    for (const [name, words] of data.choices) select.append(el("option", null, words, { value: name }));
    select.value = data.by;
    select.addEventListener("change", () => act("rows", select.value));
    label.append(select);
    return label;
  };

  /* Of many columns days have their number, and of others those are named at which a year begins: no name runs into the next. */
  const short = (column, before) => {
    if (column === data.undated || written) return column.label;
    if (column.since === column.until) return String(Number(column.since.slice(8)));
    const year = column.since.slice(0, 4);
    return before && before.since.slice(0, 4) === year ? "" : year;
  };

  const head = () => {
    const line = el("tr");
    const corner = el("th", "name", null, { scope: "col" });
    corner.append(el("span", "speech", t("What is counted")));
    line.append(corner, el("th", "sum", t("All"), { scope: "col" }));
    columns.forEach((column, place) => {
      const cell = el("th", column === data.undated ? "undated" : null, null, { scope: "col" });
      const period = column === data.undated ? ["", "", "only"] : [column.since, column.until, ""];
      const button = el("button", `period${column.chosen ? " chosen" : ""}`, null, {
        type: "button", title: column.label, "aria-pressed": String(column.chosen), "data-focus": `period:${column.since}`,
      });
      button.append(el("span", "speech", column.label), el("span", null, short(column, columns[place - 1]) || "·", { "aria-hidden": "true" }));
      button.addEventListener("click", () => act("period", column === data.undated && column.chosen ? ["", "", ""] : period));
      cell.append(button);
      line.append(cell);
    });
    const box = el("thead");
    box.append(line);
    return box;
  };

  const row = (one, sums) => {
    const line = el("tr", sums ? "sums" : one.part ? "part" : one.chosen ? "chosen" : null);
    const name = el("th", "name", null, { scope: "row" });
    const words = one.country ? country(one.country) : one.label;
    if (one.filter) {
      const button = el("button", "row", words, { type: "button", "aria-pressed": String(one.chosen), "data-focus": `row:${one.filter[1]}` });
      button.addEventListener("click", () => act("row", one.filter));
      name.append(button);
    } else name.textContent = words;
    line.append(name, el("td", "sum", numeral(one.total)));
    numbers(one).forEach((count, place) => {
      const cell = el("td", "cell", null, { title: count ? `${words}, ${columns[place].label}: ${numeral(count)}` : null });
      cell.append(el("span", written ? null : "speech", count ? numeral(count) : written ? "" : "0"));
      if (count && !sums && !one.part) cell.style.setProperty("--share", `${Math.round(8 + 37 * Math.sqrt(count / most))}%`);
      line.append(cell);
    });
    return line;
  };

  redraw(parentElement, () => {
    const bar = el("div", "bar");
    const links = el("span", "acts");
    const leave = el("button", "link", t("Close"), { type: "button", "data-focus": "leave" });
    leave.addEventListener("click", () => act("leave"));
    links.append(choose(), el("a", "link", t("Numbers as CSV"), { href: data.download, download: "" }), leave);
    bar.append(el("h2", null, t("Statistics: {events}", { events: data.title })), links);
    if (!data.rows.length) return [bar];
    const wrap = el("div", "wrap scroll", null, { tabindex: "0", role: "region", "aria-label": t("Events over time") });
    const table = el("table", written ? "written" : null);
    const body = el("tbody");
    body.append(...data.rows.map((one) => row(one, false)), row({ ...data.totals, label: t("All") }, true));
    table.append(head(), body);
    wrap.append(table);
    return [bar, wrap, el("p", "note", t("The stronger the colour, the more events began then. A click on a name or a period shows these alone."))];
  });
  if (!parentElement.seen) {
    parentElement.seen = true;
    parentElement.querySelector(".root").scrollIntoView({ block: "nearest" });
  }
}
