/* The languages of the page, each by its own name. */
export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  speak(data.speech);
  document.documentElement.lang = speech.lang;
  document.documentElement.style.setProperty("--word-filters", JSON.stringify(t("Filters"))); // said by page.css
  redraw(parentElement, () => {
    const box = el("nav", "tongues", null, { "aria-label": t("Language") });
    for (const [code, name] of data.languages) {
      const button = el("button", "link", name, {
        type: "button", lang: code, "aria-pressed": String(code === speech.lang), "data-focus": code,
      });
      // The view is in the address, which Streamlit does not hear of: the map that speaks it begins there.
      button.addEventListener("click", () => {
        const query = new URLSearchParams(location.search);
        setTriggerValue("speak", { code, view: Object.fromEntries(["lat", "lon", "z", "show", "hide", "ruler"].map((key) => [key, query.getAll(key)])) });
      });
      box.append(button);
    }
    return [box];
  });
}
