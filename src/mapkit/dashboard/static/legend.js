/* Filters and legend in one: each row is a symbol, its words and the count that a click would give. */
export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  speak(data.speech);
  const unfolded = (parentElement.unfolded = parentElement.unfolded || new Set());
  const toggle = (group, value) => setTriggerValue("toggle", { group, value });

  const row = (group, item, sub) => {
    const dimmed = group.restricted && !item.chosen;
    const line = el("div", `row${sub ? " sub" : ""}${item.chosen ? " chosen" : ""}${dimmed ? " dimmed" : ""}`);
    const button = el("button", "main", null, {
      type: "button", role: group.single ? "radio" : "checkbox", "aria-checked": String(item.chosen),
      disabled: !item.count && !item.chosen, title: item.hint, "data-focus": `${item.key || group.key}:${item.value}`,
    });
    if (item.symbol) button.append(symbol(item.symbol));
    else button.append(el("span", "tick", null, { "aria-hidden": "true" }));
    button.append(el("span", "label", item.label), el("span", "count", numeral(item.count)));
    button.addEventListener("click", () => toggle(item.key || group.key, item.value));
    line.append(button);
    return line;
  };

  const block = (group) => {
    const box = el("section", `group${group.plain ? " plain" : ""}${group.single ? " single" : ""}`, null, { "aria-label": group.title });
    const title = el("h2");
    title.append(group.meaning ? explained(group.title, group.meaning) : group.title);
    box.append(title);
    const rows = group.single ? el("div", null, null, { role: "radiogroup", "aria-label": group.title }) : box;
    if (rows !== box) box.append(rows);
    const all = `more:${group.key}`;
    const whole = !group.shown || group.items.length <= group.shown || unfolded.has(all);
    const listed = whole ? group.items : group.items.filter((item, place) => place < group.shown || item.chosen);
    for (const item of listed) {
      const line = row(group, item, false);
      rows.append(line);
      if (!item.items || !item.items.length) continue;
      const key = `${group.key}:${item.value}`;
      const shown = () => unfolded.has(key) || item.open;
      const inner = el("div", "inner");
      inner.hidden = !shown();
      inner.append(...item.items.map((one) => row(group, one, true)));
      const fold = el("button", "fold", null, {
        type: "button", "aria-expanded": String(shown()), "aria-label": t("Sub-types of {type}", { type: item.label }), "data-focus": `fold:${key}`,
      });
      fold.addEventListener("click", () => {
        inner.hidden = !inner.hidden;
        if (inner.hidden) unfolded.delete(key);
        else unfolded.add(key);
        fold.setAttribute("aria-expanded", String(!inner.hidden));
      });
      line.append(fold);
      box.append(inner);
    }
    if (group.shown && group.items.length > group.shown) {
      const more = el("button", "link more", whole ? t("Fewer") : group.more, { type: "button", "aria-expanded": String(whole), "data-focus": all });
      more.addEventListener("click", () => {
        if (whole) unfolded.delete(all);
        else unfolded.add(all);
        draw();
      });
      box.append(more);
    }
    return box;
  };

  const reading = () => {
    const fold = el("details", "reading", null, { "data-fold": "reading" });
    fold.append(el("summary", null, t("How to read the map")));
    for (const item of data.reading) {
      const line = el("div", "key");
      line.append(symbol(item.symbol), el("span", null, item.label));
      fold.append(line);
    }
    return fold;
  };

  const keyboard = () => {
    const fold = el("details", "reading", null, { "data-fold": "keyboard" });
    const line = el("label", "letters");
    const box = el("input", null, null, { type: "checkbox", "data-focus": "letters" });
    box.checked = !lettersOff();
    box.addEventListener("change", () => {
      try {
        localStorage.setItem(LETTERS, box.checked ? "on" : "off");
      } catch {
        box.checked = true; // private browsing: nothing is kept
      }
    });
    line.append(box, el("span", null, t("Single letters are keys")));
    fold.append(
      el("summary", null, t("Keyboard")), line,
      el("p", "hint", t("They review and step from event to event, whatever part of the page you are in. Put them off if you speak to the computer.")),
    );
    return fold;
  };

  const draw = () => redraw(parentElement, () => {
    const head = el("div", "head");
    const words = el("div", "total");
    const total = el("b");
    total.append(explained(data.total, t("Events that pass the filters. What several documents tell counts for each of them until somebody says that it is one.")));
    const note = el("span");
    note.append(explained(data.total_note, t("Those whose place is known. The others are in the table, without a place.")));
    words.append(total, note);
    const reset = el("button", "link", t("Reset"), { type: "button", "data-focus": "reset", hidden: !data.active });
    reset.addEventListener("click", () => setTriggerValue("reset", true));
    head.append(words, reset);
    const chip = data.document && el("button", "filter", null, {
      type: "button", "aria-label": t("This document alone: show the events of all documents"), "data-focus": "document",
    });
    if (chip) {
      chip.append(el("span", null, t("This document")), el("span", "cross", "×", { "aria-hidden": "true" }));
      chip.addEventListener("click", () => setTriggerValue("all_documents", true));
    }
    return [head, chip, ...data.groups.map(block), reading(), keyboard()];
  });
  draw();
  announce(parentElement, comma(data.total, data.total_note));
}
