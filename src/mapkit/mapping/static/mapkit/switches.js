/* What the reader has switched on and off, and what the ruler measures. The page's address carries it, so that a link
   shows the same; an online map it never carries: nothing is sent to others by a link. */
(function () {
  "use strict";

  const { mapkit } = L;
  const USUAL = { names: true, shapes: true, distances: null, fronts: false }; // null: by the zoom
  const KEEP_MS = 400;
  const KEYS = ["show", "hide", "ruler"];

  mapkit.Switches = class {
    constructor(controller) {
      const { show, hide, ruler } = controller.config.switches;
      Object.assign(this, { controller, ruler });
      this.now = { ...USUAL };
      for (const name of show) this.now[name] = true;
      for (const name of hide) this.now[name] = false;
    }

    /* Bring the map to what the address says; from then on the address follows. */
    begin() {
      const { measure } = this.controller;
      for (const [name, on] of Object.entries(this.now)) if (on !== USUAL[name]) this.apply(name, on);
      if (this.ruler.length) {
        measure.start();
        for (const [lat, lng] of this.ruler) measure.add({ lat, lng });
      }
      measure.onChange(() => this.controller.writeView());
      // Streamlit writes an address of its own, without what is the map's, at a change that the map may not hear of.
      setInterval(() => this.controller.keepView(), KEEP_MS);
    }

    set(name, on) {
      this.now[name] = on;
      this.apply(name, on);
      this.controller.writeView();
    }

    apply(name, on) {
      const { labels, shapes, annotations } = this.controller;
      if (name === "names") labels.toggle(on);
      else if (name === "shapes") shapes.toggle(on);
      else if (name === "fronts") shapes.toggleFronts(on);
      else annotations.setAll(on);
    }

    /* Put what is not as usual into an address. */
    write(parameters) {
      for (const key of KEYS) parameters.delete(key);
      for (const [name, on] of Object.entries(this.now)) if (on !== USUAL[name]) parameters.append(on ? "show" : "hide", name);
      const { points } = this.controller.measure;
      const shift = points.length ? mapkit.nearestLng(points[0].lng, 0) - points[0].lng : 0;
      for (const { lat, lng } of points) parameters.append("ruler", `${lat.toFixed(4)},${(lng + shift).toFixed(4)}`);
    }
  };
})();
