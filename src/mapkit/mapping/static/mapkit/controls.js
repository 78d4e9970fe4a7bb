/* The controls: zoom, fit, start view, measure, layers, scale, credits, and one line of status. */
(function () {
  "use strict";

  const { mapkit } = L;
  const { el, t } = mapkit;

  /* Icons as path data on a 20-pixel grid; made as SVG nodes. */
  const ICONS = {
    plus: "M10 4v12M4 10h12",
    minus: "M4 10h12",
    fit: "M4 8V4h4M12 4h4v4M16 12v4h-4M8 16H4v-4",
    home: "M3.5 10 10 4l6.5 6M5.5 8.5V16h9V8.5",
    ruler: "M3 13 13 3l4 4L7 17zM6 10l1.5 1.5M8.5 7.5 10.5 9.5M11 5l1.5 1.5",
    layers: "M10 3.5 17 7l-7 3.5L3 7zM3.5 10.2 10 13.5l6.5-3.3M3.5 13.2 10 16.5l6.5-3.3",
    close: "M5 5l10 10M15 5 5 15",
  };

  function icon(name) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    svg.setAttribute("viewBox", "0 0 20 20");
    svg.setAttribute("aria-hidden", "true");
    path.setAttribute("d", ICONS[name]);
    svg.append(path);
    return svg;
  }

  function button(name, label, action) {
    const node = el("button", "mapkit-button", null, { type: "button", title: label, "aria-label": label });
    node.append(icon(name));
    node.addEventListener("click", action);
    return node;
  }

  /* Wrap an element as a Leaflet control whose clicks and wheel stay out of the map. */
  function control(map, position, node) {
    L.DomEvent.disableClickPropagation(node);
    L.DomEvent.disableScrollPropagation(node);
    const made = new (L.Control.extend({ onAdd: () => node }))({ position });
    return made.addTo(map);
  }

  /* Leaflet's scale with the units of the reader's language. */
  const Scale = L.Control.Scale.extend({
    _updateScale(line, words, share) {
      const [n, unit] = words.split(" ");
      const said = { m: t("{n} m", { n }), km: t("{n} km", { n }), mi: t("{n} mi", { n }), ft: t("{n} ft", { n }) }[unit];
      L.Control.Scale.prototype._updateScale.call(this, line, said || words, share);
    },
  });

  mapkit.addControls = function (controller) {
    const { map } = controller;
    const zoomIn = button("plus", t("Zoom in (+)"), () => map.zoomIn());
    const zoomOut = button("minus", t("Zoom out (−)"), () => map.zoomOut());
    const bar = el("div", "mapkit-bar leaflet-bar");
    bar.append(
      zoomIn, zoomOut,
      button("fit", t("Show all events (F)"), () => controller.fit()),
      button("home", t("Back to the first view (H)"), () => controller.home()),
    );
    const disable = () => {
      zoomIn.disabled = map.getZoom() >= map.getMaxZoom();
      zoomOut.disabled = map.getZoom() <= map.getMinZoom();
    };
    map.on("zoomend", disable);
    disable();
    control(map, "topleft", bar);
    measureControl(controller);
    layersControl(controller);
    credits(map, controller);
    new Scale({ position: "bottomleft", maxWidth: 120, metric: true, imperial: true }).addTo(map);
  };

  function measureControl(controller) {
    const { map, measure } = controller;
    const box = el("div", "mapkit-bar leaflet-bar");
    const toggle = button("ruler", t("Measure distances (M)"), () => (measure.active ? measure.stop() : measure.start()));
    const help = el("div", "mapkit-help", null, { role: "status" });
    help.hidden = true;
    box.append(toggle, help);
    toggle.setAttribute("aria-pressed", "false");
    measure.onChange(() => {
      toggle.setAttribute("aria-pressed", String(measure.active));
      help.hidden = !measure.active;
      help.textContent = measure.points.length
        ? t("Click to go on, Backspace undoes, Esc ends.")
        : t("Click two or more places. Enter takes the centre.");
    });
    control(map, "topleft", box);
  }

  function layersControl(controller) {
    const { map, config, switches } = controller;
    const box = el("div", "mapkit-bar leaflet-bar mapkit-layers");
    const menu = el("div", "mapkit-menu", null, { role: "group", "aria-label": t("Layers") });
    menu.hidden = true;
    const toggle = button("layers", t("Layers"), () => open(menu.hidden));
    toggle.setAttribute("aria-expanded", "false");
    const open = (shown) => {
      menu.hidden = !shown;
      toggle.setAttribute("aria-expanded", String(shown));
    };
    map.on("click dragstart", () => open(false));
    menu.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        open(false);
        toggle.focus();
        event.stopPropagation();
      }
    });
    const row = (label, checked, action, note) => {
      const line = el("label", "mapkit-check");
      const input = el("input", null, null, { type: "checkbox" });
      input.checked = checked;
      input.addEventListener("change", () => action(input.checked));
      const words = el("span", null, label);
      if (note) words.append(el("small", null, note));
      line.append(input, words);
      menu.append(line);
      return input;
    };
    row(t("Place names"), switches.now.names, (shown) => switches.set("names", shown));
    row(t("Lines and areas of events"), switches.now.shapes, (shown) => switches.set("shapes", shown), t("rivers, regions: places that are no points"));
    const all = row(t("All stated distances"), switches.now.distances ?? controller.annotations.showsAll(), (shown) => switches.set("distances", shown), t("as the texts give them"));
    map.on("zoomend", () => {
      if (controller.annotations.all === null) all.checked = controller.annotations.showsAll();
    });
    controller.onDistances = () => (all.checked = controller.annotations.showsAll());
    row(t("Fronts"), switches.now.fronts, (shown) => switches.set("fronts", shown), t("approximate, drawn by hand"));
    if (config.tiles) onlineTiles(controller, row);
    box.append(toggle, menu);
    control(map, "topleft", box);
  }

  /* The only thing that can ever leave this page, and only after the reader ticks it. */
  function onlineTiles(controller, row) {
    const { map, config: { tiles } } = controller;
    const host = new URL(tiles.base).host;
    let layer = null;
    row(t("Online map: {name}", { name: tiles.name }), false, (shown) => {
      if (shown && !layer) {
        layer = L.tileLayer(`${tiles.base}{z}/{x}/{y}${tiles.suffix}`, { pane: "mapkit-tiles", maxZoom: 18, referrerPolicy: "no-referrer" });
      }
      if (shown) layer.addTo(map);
      else layer.remove();
      controller.labels.toggle(!shown);
      controller.credit(shown ? tiles.attribution : "");
    }, t("Sends your IP address and the area you look at to {host}. Off by default.", { host }));
  }

  function credits(map, controller) {
    const box = el("div", "mapkit-credits");
    const link = (text, href) => el("a", null, text, { href, target: "_blank", rel: "noopener noreferrer" });
    const extra = el("span");
    box.append(
      link("Leaflet", "https://leafletjs.com"), " · ", link("Natural Earth", "https://www.naturalearthdata.com"), " · ",
      link("GeoNames", "https://www.geonames.org"), " (", link("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"), ")", extra,
    );
    controller.credit = (text) => (extra.textContent = text ? ` · ${text}` : "");
    control(map, "bottomright", box);
  }

  /* One quiet line at the top for what went wrong or is missing, and a hairline while events load. */
  mapkit.Status = class {
    constructor(map) {
      this.bar = el("div", "mapkit-busy", null, { "aria-hidden": "true" });
      this.line = el("div", "mapkit-status", null, { role: "status", "aria-live": "polite" });
      this.line.hidden = true;
      this.speech = el("div", "mapkit-speech", null, { "aria-live": "polite" });
      map.getContainer().append(this.bar, this.line, this.speech);
      this.messages = new Map();
    }

    busy(on) {
      clearTimeout(this.timer);
      if (on) this.timer = setTimeout(() => this.bar.classList.add("mapkit-on"), 350);
      else this.bar.classList.remove("mapkit-on");
    }

    show(key, text, retry) {
      this.messages.set(key, { text, retry });
      this.render();
    }

    clear(key) {
      if (this.messages.delete(key)) this.render();
    }

    /* Speak to a screen reader without showing. */
    say(text) {
      this.speech.textContent = text;
    }

    render() {
      this.line.replaceChildren();
      const entry = [...this.messages.values()].pop();
      this.line.hidden = !entry;
      if (!entry) return;
      this.line.append(el("span", null, entry.text));
      if (entry.retry) {
        const again = el("button", null, t("Try again"), { type: "button" });
        again.addEventListener("click", entry.retry);
        this.line.append(again);
      }
    }
  };
})();
