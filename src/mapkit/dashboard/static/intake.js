/* Documents on their way onto the map: how many are done, and what came of each, until the reader closes the list. */
export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  speak(data.speech);
  const act = (name, value) => setTriggerValue("act", { name, value });

  const summary = (job) => {
    const parts = [
      job.added && tn("{n} added", "{n} added", job.added),
      job.added && tn("{n} event", "{n} events", job.events),
      job.known && tn("{n} here already", "{n} here already", job.known),
      job.rejected && tn("{n} rejected", "{n} rejected", job.rejected),
    ];
    return parts.filter(Boolean).join(" · ");
  };

  const bar = (job) => {
    const box = el("div", "progress", null, {
      role: "progressbar", "aria-label": job.title, "aria-valuemin": 0, "aria-valuemax": job.total, "aria-valuenow": job.done,
    });
    box.append(el("i"));
    box.firstChild.style.width = `${(100 * job.done) / job.total}%`;
    return box;
  };

  const list = (job) => {
    // Folded while all goes well; what went wrong, and the end, open it once more.
    const open = !job.running || job.rejected > 0;
    const fold = el("details", "list", null, { "data-fold": `${job.key}:${open}`, open });
    fold.append(el("summary", null, tn("{n} document", "What came of {n} documents", job.done), { "data-focus": `fold:${job.key}` }));
    const items = el("ul", "items scroll", null, { tabindex: "0", role: "list", "aria-label": job.title });
    for (const item of job.items) {
      const line = el("li", item.status === "rejected" ? "bad" : null);
      line.append(el("b", null, item.name), `: ${item.words}`);
      items.append(line);
    }
    fold.append(items);
    return fold;
  };

  const card = (job) => {
    const box = el("section", "card", null, { "aria-label": job.title });
    const head = el("header", "head");
    const count = job.running
      ? t("Coding {number} of {total}", { number: numeral(Math.min(job.done + 1, job.total)), total: numeral(job.total) })
      : t("{done} of {total} done", { done: numeral(job.done), total: numeral(job.total) });
    head.append(el("h2", null, job.title), el("span", "count", count, { role: "status" }));
    if (!job.running) {
      const close = el("button", "close", "×", { type: "button", "aria-label": t("Close the list"), "data-focus": `close:${job.key}` });
      close.addEventListener("click", () => act("close", job.key));
      head.append(close);
    }
    box.append(head);
    if (job.running) box.append(bar(job));
    if (job.running && !job.done) box.append(el("p", "note", t("The first one takes some seconds. You can go on working.")));
    if (job.done) box.append(el("p", "note", summary(job)));
    if (job.done) box.append(list(job));
    if (job.show && !job.running) {
      const show = el("button", "action", t("Show on the map"), { type: "button", "data-focus": "show" });
      show.addEventListener("click", () => act("show"));
      box.append(show);
    }
    return box;
  };

  redraw(parentElement, () => data.jobs.map(card));
}
