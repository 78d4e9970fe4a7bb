/* The ground: land, water, borders and rivers from outlines in steps, and the towns' names where they fit. */
(function () {
  "use strict";

  const { mapkit } = L;
  const TOWNS_MAX = 40;

  /* An outline is [x0, y0, dx, dy, ...] in whole parts of a degree. */
  mapkit.unpack = function (outlines, scale) {
    return outlines.map((steps) => {
      const points = [];
      let [x, y] = [0, 0];
      for (let at = 0; at < steps.length; at += 2) {
        x += steps[at];
        y += steps[at + 1];
        points.push([y / scale, x / scale]);
      }
      return points;
    });
  };

  mapkit.Ground = class {
    constructor(map, ground) {
      this.map = map;
      this.ground = ground;
      map.createPane("ground").style.zIndex = 150;
      map.createPane("names").style.zIndex = 160;
      for (const pane of ["ground", "names"]) map.getPane(pane).style.pointerEvents = "none";
      this.renderer = L.canvas({ pane: "ground", padding: 0.4 });
      this.layers = L.layerGroup().addTo(map);
      this.names = L.layerGroup().addTo(map);
      this.draw();
      map.on("moveend resize", () => this.name());
      mapkit.theme.onChange(() => this.draw());
    }

    draw() {
      const { ground, layers } = this;
      const colour = (name) => mapkit.theme.get(`--mk-${name}`);
      const style = { renderer: this.renderer, interactive: false, smoothFactor: 1, weight: 1 };
      const rings = (name) => mapkit.unpack(ground[name], ground.scale);
      const area = (latlngs, fill, more) => L.polygon(latlngs, { ...style, stroke: false, fillColor: colour(fill), fillOpacity: 1, ...more }).addTo(layers);
      const line = (name, stroke, more) => L.polyline(rings(name), { ...style, color: colour(stroke), ...more }).addTo(layers);
      layers.clearLayers();
      area(rings("world"), "land", { stroke: true, color: colour("border") });
      if (!ground.view) return;
      const [west, south, east, north] = ground.view;
      area([[south, west], [south, east], [north, east], [north, west]], "water");
      area(rings("land"), "land", { stroke: true, color: colour("land") }); // over the seam of the water
      line("provinces", "province");
      line("rivers", "river", { weight: 1.4 });
      area(rings("lakes"), "water", { stroke: true, color: colour("coast") });
      line("borders", "border", { weight: 1.3 });
      this.name();
    }

    /* Names of the best known towns that fit into the view without touching one another. */
    name() {
      const { map, names } = this;
      names.clearLayers();
      const [size, taken] = [map.getSize(), []];
      for (const [name, longitude, latitude] of this.ground.towns || []) {
        if (taken.length >= TOWNS_MAX) break;
        const { x, y } = map.latLngToContainerPoint([latitude, longitude]);
        const width = 6.4 * [...name].length + 12;
        const box = [x - width / 2, y + 6, x + width / 2, y + 24];
        if (box[0] < 0 || box[1] < 0 || box[2] > size.x || box[3] > size.y) continue;
        if (taken.some((other) => box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3])) continue;
        taken.push(box);
        const html = mapkit.el("span", "town", name); // a node: Leaflet would take text for markup
        const icon = L.divIcon({ html, className: "", iconSize: [width, 14], iconAnchor: [width / 2, -8] });
        L.marker([latitude, longitude], { icon, pane: "names", interactive: false, keyboard: false }).addTo(names);
      }
    }
  };
})();
