/* A small menu of what can be compared: two kinds of claim, two periods, two publishers, or anything else by hand. */
export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  speak(data.speech);
  const act = (name, value = null) => {
    parentElement.querySelector("details").open = false;
    setTriggerValue("act", { name, value });
  };
  const chosen = (parentElement.chosen = parentElement.chosen || []);

  redraw(parentElement, () => {
    const menu = el("details", "compare", null, { "data-fold": "compare" });
    const box = el("div", "menu");

    const item = (name, label, note, disabled) => {
      const button = el("button", "item", null, { type: "button", disabled, "data-focus": name });
      button.append(el("span", null, label), el("small", null, note));
      button.addEventListener("click", () => act(name));
      return button;
    };

    const publishers = () => {
      const names = data.sources.map(([name]) => name);
      const form = el("form", "publishers", null, { "aria-label": t("Two publishers") });
      const pick = (place) => {
        const select = el("select", null, null, { "aria-label": place ? t("Right side") : t("Left side"), "data-focus": `publisher${place}` });
        for (const [name, label, count] of data.sources) select.append(el("option", null, `${label} (${numeral(count)})`, { value: name }));
        if (!names.includes(chosen[place])) chosen[place] = names[place];
        select.value = chosen[place];
        select.addEventListener("change", () => {
          chosen[place] = select.value;
          go.disabled = chosen[0] === chosen[1];
        });
        return select;
      };
      const go = el("button", "go", t("Compare"), { type: "submit", "data-focus": "sources" });
      form.append(el("span", "label", t("Two publishers")), pick(0), pick(1), go);
      go.disabled = chosen[0] === chosen[1];
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        act("sources", [...chosen]);
      });
      return form;
    };

    box.append(
      item("claims", t("Claim against confirmation"), t("What one party claims, what is confirmed")),
      item("periods", t("Two periods"), data.periods ? t("The time shown, cut in halves") : t("Nothing here has two days to part"), !data.periods),
    );
    if (data.sources.length > 1) box.append(publishers());
    box.append(item("with", t("Compare with …"), t("What is shown stays at the left; change the right side with the filters")));
    if (data.comparing) box.append(item("stop", t("Stop comparing"), t("The side that the filters change stays")));
    menu.append(el("summary", null, t("Compare"), { "data-focus": "compare" }), box);
    menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !menu.open) return;
      menu.open = false;
      menu.querySelector("summary").focus();
      event.stopPropagation();
    });
    return [menu];
  });
}
