/* Above the map: what each of two sides shows, in words. The one that is pressed is the one that filters, timeline and
   table are of. */
export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  speak(data.speech);

  redraw(parentElement, () => {
    const strip = el("div", "strip", null, { role: "group", "aria-label": t("Two sides compared") });
    const side = (name, place, { words, count }) => {
      const mine = data.side === name;
      const button = el("button", `side ${name}`, null, {
        type: "button", "aria-pressed": String(mine), "data-focus": name,
        title: mine ? t("Filters, timeline and table are of this side") : t("Change this side with the filters"),
      });
      const label = el("span", "words");
      label.append(el("b", null, words), el("span", "count", ` · ${count}`));
      button.append(el("span", "place", place), label);
      button.addEventListener("click", () => mine || setTriggerValue("act", { name: "side", value: name }));
      return button;
    };
    const stop = el("button", "stop", null, { type: "button", "data-focus": "stop" });
    stop.append(el("span", "cross", "×", { "aria-hidden": "true" }), el("span", "word", t("Stop comparing")));
    stop.addEventListener("click", () => setTriggerValue("act", { name: "stop" }));
    strip.append(side("left", t("Left"), data.left), stop, side("right", t("Right"), data.right));
    return [strip];
  });
}
