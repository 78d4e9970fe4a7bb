/* What the symbols of the dashboard's map expect of their page. All text reaches this page by textContent. */
(function () {
  "use strict";

  const { t, tn, numeral, country } = speech;
  const mapkit = (L.mapkit = { t, tn, numeral, country });
  speech.speak(JSON.parse(document.getElementById("more").textContent).speech);

  /* Make an element; `text` becomes a text node, never markup. */
  mapkit.el = function (tag, className, text, attributes) {
    const node = document.createElement(tag);
    if (className) node.className = className;
    if (text !== undefined && text !== null) node.textContent = String(text);
    for (const [name, value] of Object.entries(attributes || {})) node.setAttribute(name, value);
    return node;
  };

  mapkit.compact = (count) => numeral(count, { notation: "compact" });

  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  mapkit.theme = {
    get name() {
      return dark.matches ? "dark" : "light";
    },
    get: (property) => getComputedStyle(document.documentElement).getPropertyValue(property).trim(),
    onChange: (act) => dark.addEventListener("change", act),
  };
})();
