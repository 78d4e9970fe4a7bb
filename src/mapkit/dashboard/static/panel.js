/* The selected event, told like a good caption: what, where, when, who says so, the sentence, and all that backs it. */
export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  speak(data.speech);
  const act = (name, extra) => setTriggerValue("act", { name, ...extra });
  const reviewer = (parentElement.reviewer = parentElement.reviewer || new Reviewer(parentElement));

  const button = (label, name, className, extra) => {
    const focus = extra?.value ? `${name}-${extra.value}` : name;
    const node = el("button", className || "link", label, { type: "button", "data-focus": focus });
    node.addEventListener("click", () => {
      if (name === "read") leaveTo();
      act(name, extra);
    });
    return node;
  };
  const block = (title, ...children) => {
    const kept = children.flat().filter(Boolean);
    if (!kept.length) return null;
    const box = el("section", "block");
    if (title) box.append(el("h3", null, title));
    box.append(...kept);
    return box;
  };
  const fold = (key, title, open, ...children) => {
    const kept = children.flat().filter(Boolean);
    if (!kept.length) return null;
    const box = el("details", "block", null, { "data-fold": key, open });
    box.append(el("summary", null, title), ...kept);
    return box;
  };
  const row = (label, main, ...notes) => {
    const box = el("div", "fact");
    box.append(el("dt", null, label));
    const cell = el("dd");
    cell.append(main instanceof Node ? main : el("span", "value", main));
    for (const note of notes.flat().filter(Boolean)) cell.append(el("small", null, note));
    box.append(cell);
    return box;
  };

  const head = ({ symbol: mark, sub, type, status, place }) => {
    const box = el("header", "head");
    const words = el("div", "words");
    words.append(el("h2", null, t(sub)), el("p", "type", t(type)));
    const close = button("×", "close", "close");
    close.setAttribute("aria-label", t("Close"));
    close.addEventListener("click", ({ detail }) => detail || goBack(reviewer.from)); // no click of a mouse
    box.append(symbol(mark), words, close);
    const where = el("p", "where");
    where.append(el("b", null, place.name));
    const rest = comma(place.admin1, country(place.country));
    if (rest) where.append(`, ${rest}`);
    const top = el("div", "top");
    top.append(box, where);
    if (status) top.append(el("p", "flag", status));
    return top;
  };

  const quote = (part, strong) => {
    const box = el("blockquote", strong ? "quote" : "quote more");
    if (part.before) box.append(el("span", "around", part.before));
    box.append(strong ? el("mark", null, part.exact) : el("b", null, part.exact));
    if (part.after) box.append(el("span", "around", part.after));
    return box;
  };

  const compare = ({ comparison, measuring, event }) => {
    if (comparison) {
      const box = el("div", "compare");
      const line = el("p", "figure", null, { "data-distance": true });
      line.append(el("b", null, comparison.words || t("No distance")));
      const rest = [comparison.miles, comparison.bearing && t("bearing {bearing}", { bearing: comparison.bearing })].filter(Boolean).join(" · ");
      if (rest) line.append(el("span", null, rest));
      const to = el("p", "to");
      to.append(`${t("to")} `, symbol(comparison.symbol), el("span", null, comma(t(comparison.sub), comparison.place)));
      box.append(line, to);
      if (comparison.note) box.append(el("small", null, comparison.note));
      const links = el("p", "links");
      links.append(button(t("Swap"), "swap"), button(t("Another event"), "measure"), button(t("End"), "unmeasure"));
      box.append(links);
      return block(t("Distance"), box);
    }
    if (measuring) {
      const box = el("div", "compare waiting", null, { role: "status" });
      box.append(el("p", null, t("Choose the other event: on the map or in the table.")), button(t("Cancel"), "unmeasure"));
      return block(t("Distance"), box);
    }
    return event.place.placed ? block(null, button(t("Measure to another event"), "measure", "action")) : null;
  };

  const facts = (event) => {
    const list = el("dl", "facts");
    const { place, when, who } = event;
    const claim = el("span", "value");
    claim.append(symbol(event.claim_symbol), el("b", null, event.claim_words));
    list.append(row(t("Who says so"), claim, who.words));
    list.append(row(t("When"), when.words, when.note));
    const verbatim = place.verbatim && t("“{words}” in the text", { words: place.verbatim });
    const note = place.spread ? explained(place.note, t("A circle around the marker in which the event lies, as far as the text and the gazetteer tell: the size of the place, and what the wording leaves open (Wieczorek's point-radius method).")) : place.note;
    if (note || verbatim) list.append(row(t("Where"), note || verbatim, note && verbatim));
    if (place.front) list.append(row(t("Front"), place.front));
    for (const actor of event.actors) {
      list.append(row(actor.role === "recipient" ? t("Acted on") : t("Actor"), actor.name, actor.inter));
    }
    return list;
  };

  const figures = (items, ends) => {
    if (!items.length) return null;
    const list = el("dl", "facts");
    for (const item of items) {
      list.append(row(ends ? t("Distance") : item.label, ends ? `${item.words} ${item.ends}`.trim() : item.words, `“${item.text}”`, item.note));
    }
    return list;
  };

  const sources = (items) => items.map((item) => {
    const box = el("div", "source");
    box.append(el("span", "value", item.title || t("Untitled document")));
    box.append(el("small", null, comma(item.publisher || t("publisher not stated"), item.published || t("date not stated"))));
    if (item.url) box.append(el("small", "url", item.url));
    if (item.id !== data.reading) box.append(button(t("Read the document"), "read", "link read", { value: item.id }));
    return box;
  });

  const elsewhere = ({ events }) => events.map((item) => {
    const box = el("div", "candidate");
    const line = el("div", "line");
    line.append(button(t(item.what), "select", "link", { value: item.id }), explained(item.score.toFixed(2), t("How alike the two are, from 0 to 1: by place, date, figures and actors, as told below."), "score"));
    box.append(line, el("small", null, comma(item.publisher || t("publisher not stated"), item.when)));
    box.append(el("q", "small", item.exact), el("small", null, item.reasons.join("; ")), reviewer.pair(item));
    return box;
  });

  const publishers = (n) => {
    const line = el("p", "small");
    if (n < 2) line.append(t("All by one publisher."));
    else {
      line.append(explained(
        tn("{n} independent publisher tells of it, if these are one event.", "{n} independent publishers tell of it, if these are one event.", n),
        t("Publishers are counted, not reports: what one prints word for word after another counts once."),
      ));
    }
    line.append(" ", t("Nothing is merged unseen."));
    return line;
  };

  const bar = (value) => {
    const box = el("span", "bar", null, { "aria-hidden": "true" });
    box.append(el("i"));
    box.firstChild.style.width = `${Math.round(100 * Math.min(1, Math.max(0, value)))}%`;
    return box;
  };

  const candidates = (items) => items.map((item) => {
    const box = el("div", item.chosen ? "candidate chosen" : "candidate");
    const line = el("div", "line");
    const words = el("span", "value");
    words.append(el("b", null, item.name), el("span", null, ` ${comma(item.what, item.admin1, country(item.country))}`));
    line.append(words);
    if (item.score !== null && item.score !== undefined) {
      line.append(explained(Number(item.score).toFixed(2), t("How likely the name means this place, from 0 to 1; those considered and none of them make up 1."), "score"));
    }
    box.append(line);
    if (item.chosen) box.append(el("small", "tag", t("chosen")));
    if (item.reasons.length) box.append(el("small", null, item.reasons.join("; ")));
    const pick = reviewer.pick(item);
    if (pick) box.append(pick);
    return box;
  });

  const confidence = (items) => {
    const list = el("dl", "facts levels");
    for (const item of items) {
      const cell = el("span", "level");
      if (item.value === null) cell.append(el("span", null, t("does not apply")));
      else cell.append(bar(item.value), explained(item.value.toFixed(2), item.meaning, "score"));
      list.append(row(item.label, cell));
    }
    return list;
  };

  const lines = (items) => {
    if (!items.length) return null;
    const list = el("ul", "lines");
    list.append(...items.map((item) => el("li", null, item)));
    return list;
  };

  /* The coder's reasons, each under the question that it answers. */
  const reasons = (items) => {
    if (!items.length) return null;
    const list = el("dl", "facts reasons");
    for (const { label, words } of items) {
      const cell = el("span", "value");
      cell.append(...words.map((one) => el("span", "answer", one)));
      list.append(row(label, cell));
    }
    return list;
  };

  const placed = ({ method, precision }) => {
    if (!method) return null;
    const line = el("p", "small");
    line.append(`${t("How it was put on the map")}: `, method);
    for (const { words, meaning } of precision) line.append(", ", meaning ? explained(words, meaning) : words);
    return line;
  };

  const coded = (items) => {
    if (!items.length) return null;
    const list = el("dl", "facts");
    list.append(...items.map((item) => row(item.label, item.words)));
    return list;
  };

  reviewer.act = act;
  reviewer.draw = () => redraw(parentElement, () => {
    const { event, review } = data;
    parentElement.querySelector(".root").dataset.shown = event.id;
    const body = el("div", "scroll", null, { tabindex: "0", role: "region", "aria-label": t("The selected event"), "data-focus": "panel" });
    body.append(...[
      head(event),
      reviewer.top(),
      compare(data),
      facts(event),
      event.quote && block(t("In the text"), quote(event.quote, true)),
      event.more.length && block(event.more.length > 1 ? t("Other evidence") : t("Also"), event.more.map((part) => quote(part, false))),
      block(null, figures(event.quantities, false), figures(event.distances, true)),
      event.notes.length && block(t("Notes"), lines(event.notes)),
      block(event.sources.length > 1 ? t("Sources") : t("Source"), sources(event.sources)),
      event.similar.events.length && fold("similar", t("Perhaps told elsewhere too"), true, [
        publishers(event.similar.publishers),
        ...elsewhere(event.similar),
      ]),
      event.candidates.length && fold("places", event.candidates.length > 1 ? t("Which place, and which it could have been") : t("Which place"), true, candidates(event.candidates)),
      review.coded.length && fold("was", t("What the coder had"), true, coded(review.coded)),
      review.history.length && fold("history", t("What people made of it ({n})", { n: numeral(review.history.length) }), false, [reviewer.history(), reviewer.who()]),
      fold("coded", t("How was this coded?"), false, [
        confidence(event.confidence),
        reasons(event.explanation),
        placed(event.place),
        event.coder && el("p", "small", t("Coded by {coder}. Event {id}.", { coder: event.coder, id: event.id })),
      ]),
    ].filter(Boolean));
    return [body];
  });
  reviewer.update(data);
  reviewer.draw();
  return () => {
    // Streamlit may call this between two updates of the same component, too.
    setTimeout(() => {
      if (parentElement.querySelector(".root")?.isConnected) return;
      reviewer.end();
      delete parentElement.reviewer;
    });
  };
}
