/* The page: filters, map, panel and table over the events in this file. Nothing is fetched. */
(function () {
  "use strict";

  const { mapkit } = L;
  const { el, t, tn, numeral } = mapkit;
  const parsed = (id) => JSON.parse(document.getElementById(id).textContent);
  const [events, more] = [parsed("events"), parsed("more")];
  const byId = (id) => document.getElementById(id);
  const symbols = new mapkit.Symbols(more.symbols, mapkit.theme);
  const off = { event_type: new Set(), claim_status: new Set() };
  let chosen = [];

  // Dates and claims in words.

  const date = ({ event_date: day, date_start: first, date_end: last, date_text: words }) => {
    const start = first || day;
    const told = start && last && last !== start ? t("{first} to {last}", { first: start, last }) : start;
    return told || (words ? t("“{words}”, no day stated", { words }) : null);
  };
  const claim = ({ claim_status: status, claimed_by: by }) => (by ? `${said(status)} ${t("by {who}", { who: by })}` : said(status));
  const said = (status) => more.symbols.claims[status] || status;
  const place = ({ location, admin1, country }) => [...new Set([location, admin1, country].filter(Boolean))];
  const icon = ({ event_type: type, claim_status: said }, size) => symbols.icon({ type, claim: said }, size);

  // Filters.

  const passes = (event, except) => Object.entries(off).every(([key, out]) => key === except || !out.has(event[key]));
  const passing = () => events.filter((event) => passes(event));

  function filter(box, key, values, look) {
    const present = values.filter((value) => events.some((event) => event[key] === value));
    box.replaceChildren(...present.map((value) => {
      const label = el("label");
      const input = el("input", null, null, { type: "checkbox", "data-value": value });
      input.checked = !off[key].has(value);
      input.addEventListener("change", () => {
        if (input.checked) off[key].delete(value);
        else off[key].add(value);
        draw();
      });
      const count = events.filter((event) => event[key] === value && passes(event, key)).length;
      label.append(input, look(value), el("span", "count", numeral(count)));
      return label;
    }));
  }

  function drawFilters() {
    const focus = document.activeElement?.getAttribute("data-value");
    filter(byId("types"), "event_type", Object.keys(more.symbols.types), (type) => named(t(type), { event_type: type, claim_status: "reported" }));
    const claims = Object.keys(more.symbols.fills);
    filter(byId("claims"), "claim_status", claims, (said) => {
      const name = named(more.symbols.claims[said], { event_type: "", claim_status: said });
      name.title = more.symbols.labels[said];
      return name;
    });
    byId("reset").hidden = !Object.values(off).some((out) => out.size);
    if (focus) document.querySelector(`[data-value="${CSS.escape(focus)}"]`)?.focus();
  }

  function named(text, look) {
    const box = el("span", "name");
    box.append(icon(look, 18), el("span", null, text));
    return box;
  }

  // Panel.

  function article(event) {
    const box = el("article");
    const head = el("h2");
    head.append(icon(event, 20), el("span", null, t(event.sub_event_type)));
    box.append(head, el("p", "hint", event.event_status === "actual" ? t(event.event_type) : `${t(event.event_type)}, ${more.symbols.statuses[event.event_status]}`));
    const where = place(event);
    box.append(el("p", where.length ? null : "none", where.join(", ") || t("place not stated")));
    box.append(el("p", date(event) ? null : "none", date(event) || t("date not stated")));
    box.append(el("p", null, claim(event)));
    if (event.actors.length) box.append(el("p", null, event.actors.join(", ")));
    for (const told of event.quantities) box.append(el("p", null, told));
    if (event.coordinate_uncertainty_m) box.append(el("p", "hint", t("Place known to {n} km", { n: numeral(event.coordinate_uncertainty_m / 1000) })));
    for (const [before, exact, after] of event.evidence) {
      const quote = el("blockquote");
      quote.append(before ? `… ${before}` : "", el("mark", null, exact), after ? `${after} …` : "");
      box.append(quote);
    }
    for (const [publisher, title, published, url] of event.sources) {
      const line = el("p");
      line.append([publisher || t("publisher not stated"), published].filter(Boolean).join(", "));
      if (title) line.append(": ");
      // An address is a link only where it is one of the web: a document may name any other.
      if (title && /^https?:\/\//i.test(url || "")) line.append(el("a", null, title, { href: url, rel: "noreferrer noopener", target: "_blank" }));
      else if (title) line.append(title);
      box.append(line);
    }
    for (const note of event.notes) box.append(el("p", "hint", note));
    box.append(el("small", null, [event.event_id, event.coder_version].filter(Boolean).join(", ")));
    return box;
  }

  function choose(group, fly) {
    chosen = group;
    byId("panel").replaceChildren(...group.map(article));
    byId("panel").scrollTop = 0;
    const [{ latitude, longitude }] = group;
    if (fly && latitude !== null) map.setView([latitude, longitude], Math.max(map.getZoom(), 7), { animate: false });
    drawEvents();
  }

  // Table.

  function row(event) {
    const line = el("tr", chosen.includes(event) ? "chosen" : null, null, { "data-event": event.event_id });
    const cell = (text, none) => el("td", text ? null : "none", text || none);
    const first = el("td");
    const button = el("button", "what", null, { type: "button", "aria-pressed": String(chosen.includes(event)) });
    const words = el("span", null, t(event.sub_event_type));
    words.append(el("small", null, t(event.event_type)));
    button.append(icon(event, 18), words);
    button.addEventListener("click", () => {
      choose([event], true);
      document.querySelector(`tr[data-event="${CSS.escape(event.event_id)}"] button`)?.focus();
    });
    first.append(button);
    const last = el("td");
    last.append(el("span", "sentence", event.evidence[0]?.[1]));
    line.append(
      first, cell(place(event).join(", "), t("no place")), cell(date(event), t("not stated")), cell(claim(event)),
      cell(event.actors.join(", "), t("none named")), last,
    );
    return line;
  }

  // Everything.

  function drawEvents() {
    const there = passing();
    markers.draw(there, chosen);
    byId("rows").replaceChildren(...there.map(row));
    const unplaced = there.filter((event) => event.latitude === null).length;
    const count = tn("{there} of {n} event", "{there} of {n} events", events.length, { there: numeral(there.length) });
    const without = tn("{n} without a place on the map", "{n} without a place on the map", unplaced);
    byId("summary").textContent = unplaced ? `${count}, ${without}` : count;
  }

  function draw() {
    drawFilters();
    drawEvents();
  }

  function about() {
    const told = more.about;
    if (!told) return;
    byId("about").append(el("p", null, t("Coded by {coder}. Exported {day}. Filters: {filters}.", {
      coder: told.generator, day: told.exported, filters: told.filters || t("none"),
    })));
    const line = el("p", null, `${t("Data:")} `);
    told.attribution.forEach(({ name, licence, url, note }, at) => {
      line.append(at ? "; " : "", `${name} (`, el("a", null, licence, { href: url, rel: "noreferrer noopener", target: "_blank" }), `), ${t(note)}`);
    });
    byId("about").append(line, el("p", null, t("Event coding errs: read the sentence before you rely on a pin.")));
  }

  const map = L.map("map", { attributionControl: false, zoomSnap: 0.5, minZoom: 1.5, maxZoom: 14, worldCopyJump: true });
  const placed = events.filter((event) => event.latitude !== null).map((event) => [event.latitude, event.longitude]);
  map.fitBounds(placed.length ? placed : [[-56, -170], [76, 179]], { padding: [48, 48], maxZoom: 9 });
  L.control.scale({ imperial: false }).addTo(map);
  new mapkit.Ground(map, more.ground);
  const markers = new mapkit.Markers(map, symbols, more, (group) => choose(group, false));
  byId("reset").addEventListener("click", () => {
    Object.values(off).forEach((out) => out.clear());
    draw();
  });
  byId("filters").addEventListener("submit", (event) => event.preventDefault());
  mapkit.theme.onChange(draw);
  about();
  draw();
})();
