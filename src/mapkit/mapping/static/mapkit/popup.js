/* Popups: what, where, when, who says so, the sentence, the source. Every word is set with textContent. */
(function () {
  "use strict";

  const { mapkit } = L;
  const { el, t } = mapkit;

  const precisionOf = (record) => ({ 2: t("within a week"), 3: t("within a month") })[record.time_precision];

  const statusOf = (record) => ({
    historical: t("of the past, told as background"),
    future: t("expected: has not happened"),
    hypothetical: t("hypothetical: has not happened"),
    negated: t("the text says it did not happen"),
  })[record.event_status];

  function when(record) {
    const span = record.date_start && record.date_end && record.date_start !== record.date_end
      ? t("{first} to {last}", { first: record.date_start, last: record.date_end })
      : record.event_date || record.date_start;
    if (!span) return record.date_text ? t("“{words}”: date not stated", { words: record.date_text }) : t("Not stated");
    const precision = precisionOf(record);
    return precision ? `${span} (${precision})` : span;
  }

  function where(record) {
    const name = record.location || record.location_text || t("Not stated");
    const parts = [name];
    if (record.admin1 && record.admin1 !== name) parts.push(record.admin1);
    if (record.country) parts.push(mapkit.country(record.country));
    return parts.join(", ");
  }

  function whereNote(record) {
    const kind = mapkit.kindOf(record);
    if (kind === "line") return t("Somewhere along it: the text gives no point");
    if (kind === "area") return t("Somewhere in it: the text gives no point");
    const metres = record.coordinate_uncertainty_m;
    return metres > 0 ? `± ${mapkit.geodesy.lengthText(metres)}` : null;
  }

  function source(record) {
    const parts = (record.sources || []).map((item) => item.publisher || item.title || item.document_id);
    return [...new Set(parts.filter(Boolean))].join("; ") || t("Not stated");
  }

  const readers = {
    what: (record) => [t(record.sub_event_type), record.sub_event_type === record.event_type ? null : t(record.event_type)],
    where: (record) => [where(record), whereNote(record)],
    when: (record) => [when(record)],
    source: (record) => [source(record)],
  };

  mapkit.Popup = class {
    constructor(config, symbols) {
      this.config = config;
      this.symbols = symbols;
    }

    /* The popup of one record. */
    card(record) {
      const card = el("article", "mapkit-card", null, { "data-event": record.event_id });
      card.append(this.head(record));
      const rows = el("dl", "mapkit-rows");
      for (const [key, label] of this.config.fields) {
        if (key === "what") continue;
        const value = this.value(key, record);
        if (value) rows.append(el("dt", null, label), value);
      }
      card.append(rows);
      return card;
    }

    head(record) {
      const head = el("header", "mapkit-head");
      const [sub, type] = readers.what(record);
      const words = el("div");
      words.append(el("strong", "mapkit-sub", sub));
      if (type) words.append(el("span", "mapkit-type", type));
      if (statusOf(record)) words.append(el("span", "mapkit-when", statusOf(record)));
      head.append(this.symbols.icon({ type: record.event_type, claim: record.claim_status }, 22), words);
      return head;
    }

    value(key, record) {
      if (key === "sentence") return this.sentence(record);
      if (key === "who") return this.who(record);
      const [main, note] = readers[key](record);
      const cell = el("dd", null, main);
      if (note) cell.append(el("small", null, note));
      return cell;
    }

    who(record) {
      const word = this.config.claims[record.claim_status] || record.claim_status || "reported";
      const cell = el("dd");
      cell.append(el("span", `mapkit-claim mapkit-claim-${this.symbols.config.fills[record.claim_status] || "solid"}`, word));
      const voice = record.claim_status === "reported" ? ` ${t("in the text’s own voice")}` : `; ${t("by whom is not stated")}`;
      cell.append(record.claimed_by ? ` ${t("by {who}", { who: record.claimed_by })}` : voice);
      return cell;
    }

    sentence(record) {
      const evidence = (record.evidence || [])[0];
      if (!evidence) return null;
      const cell = el("dd");
      cell.append(el("q", "mapkit-quote", evidence.exact));
      return cell;
    }

    /* A list to choose from, where events share one place. */
    list(title, features, choose) {
      const box = el("div", "mapkit-card");
      box.append(el("header", "mapkit-list-head", title));
      const list = el("ul", "mapkit-list");
      for (const feature of features) {
        const item = el("li");
        const button = el("button", null, null, { type: "button" });
        const words = el("span");
        words.append(el("b", null, t(feature.sub || feature.type)), el("small", null, feature.date || t("date not stated")));
        button.append(this.symbols.icon(feature, 18), words);
        button.addEventListener("click", (event) => choose(feature, event));
        item.append(button);
        list.append(item);
      }
      box.append(list);
      return box;
    }

    /* One line under the pointer. */
    hint(feature) {
      const box = el("span");
      box.append(el("b", null, t(feature.sub || feature.type)));
      if (feature.place) box.append(el("span", null, ` · ${feature.place}`));
      if (feature.date) box.append(el("span", null, ` · ${feature.date}`));
      return box;
    }
  };
})();
