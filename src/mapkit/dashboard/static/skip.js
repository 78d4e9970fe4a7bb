/* The first stops of the keyboard: past the filters to the map, the selected event and the table. They stand before all
   that Streamlit draws. The same script says which part of the page is which, as Streamlit does not. */
const TARGETS = [
  { name: "map", words: () => t("Skip to the map"), find: mapNode },
  { name: "panel", words: () => t("Skip to the selected event"), find: () => within(".st-key-panel_view", ".scroll") },
  { name: "table", words: () => t("Skip to the table of events"), find: () => within(".st-key-table", ".wrap") },
];

export default function (component) {
  const { data } = component;
  speak(data.speech);
  const known = document.querySelector(".mapkit-skip");
  const list = known || el("nav", "mapkit-skip");
  list.setAttribute("aria-label", t("Skip"));
  list.replaceChildren(...TARGETS.map(({ name, words, find }) => {
    const button = el("button", null, words(), { type: "button", "data-skip": name });
    button.addEventListener("click", () => find()?.focus());
    return button;
  }));
  if (!known) {
    document.body.prepend(list);
    list.addEventListener("focusin", ({ target }) => {
      for (const { name, find } of TARGETS) {
        const button = list.querySelector(`[data-skip=${name}]`);
        button.hidden = button !== target && !find(); // what is not there cannot be skipped to
      }
    });
  }
  const landmark = (test, role, words) => {
    const node = document.querySelector(`[data-testid="${test}"]`);
    if (!node) return;
    node.setAttribute("role", role);
    node.setAttribute("aria-label", words);
  };
  landmark("stMain", "main", t("Map and events"));
  landmark("stSidebar", "complementary", t("Filters"));
}
