/* Light and dark. The style sheet holds every colour as a custom property; canvases read them from there. */
(function () {
  "use strict";

  const { mapkit } = L;
  const system = window.matchMedia("(prefers-color-scheme: dark)");

  function luminance(colour) {
    const probe = document.createElement("canvas").getContext("2d");
    probe.fillStyle = colour;
    probe.fillRect(0, 0, 1, 1);
    const [r, g, b] = probe.getImageData(0, 0, 1, 1).data;
    return (0.2126 * r + 0.7152 * g + 0.0722 * b) / 255;
  }

  /* Streamlit writes its theme into the frame as custom properties; elsewhere the reader's system decides. */
  function ambient() {
    const page = getComputedStyle(document.documentElement).getPropertyValue("--background-color").trim();
    if (page) return luminance(page) < 0.5 ? "dark" : "light";
    return system.matches ? "dark" : "light";
  }

  mapkit.Theme = class {
    constructor(map, wanted) {
      this.map = map;
      this.wanted = wanted;
      this.listeners = [];
      this.ready = false;
      this.resolve();
      this.awaitStyles();
      const again = () => this.resolve();
      system.addEventListener("change", again);
      // Streamlit re-sends its theme with each render; its library has written the properties by the next task.
      window.addEventListener("message", (event) => {
        if (event.data && event.data.type === "streamlit:render") setTimeout(again, 0);
      });
    }

    /* The style sheet may come after the scripts, as it does in st_folium; nothing is painted before. */
    awaitStyles() {
      this.ready = Boolean(this.styles.getPropertyValue("--mk-water").trim());
      if (this.ready) this.listeners.forEach((listener) => listener(this.name));
      else setTimeout(() => this.awaitStyles(), 20);
    }

    set(wanted) {
      if (!wanted || wanted === this.wanted) return;
      this.wanted = wanted;
      this.resolve();
    }

    resolve() {
      const name = this.wanted === "auto" ? ambient() : this.wanted;
      if (name === this.name) return;
      this.name = name;
      document.documentElement.dataset.mapkitTheme = name;
      this.map.getContainer().dataset.mapkitTheme = name;
      this.styles = getComputedStyle(this.map.getContainer());
      this.values = new Map();
      if (this.ready) this.listeners.forEach((listener) => listener(name));
    }

    /* The value of a custom property such as `--mk-land`. */
    get(property) {
      if (!this.values.has(property)) this.values.set(property, this.styles.getPropertyValue(property).trim());
      return this.values.get(property);
    }

    onChange(listener) {
      this.listeners.push(listener);
    }
  };
})();
