/* The events on the map: one marker a place, drawn on a canvas with the symbols of the dashboard. */
(function () {
  "use strict";

  const { mapkit } = L;
  const RADIUS = 8;

  const Marker = L.CircleMarker.extend({
    _updatePath: function () {
      const renderer = this._renderer;
      if (!renderer._drawing || this._empty()) return;
      const { events, chosen, symbols } = this.options;
      const { x, y } = this._point;
      const context = renderer._ctx;
      if (chosen) {
        context.beginPath();
        context.arc(x, y, this._radius + 6, 0, 2 * Math.PI);
        context.lineWidth = 3;
        context.strokeStyle = mapkit.theme.get("--mk-accent");
        context.stroke();
      }
      if (events.length === 1) {
        const [{ event_type: type, claim_status: claim, kind }] = events;
        symbols.draw(context, x, y, { type, claim, kind }, RADIUS);
        return;
      }
      const types = {};
      for (const event of events) types[event.event_type] = (types[event.event_type] || 0) + 1;
      symbols.drawGroup(context, x, y, { count: events.length, types }, this._radius);
    },
  });

  mapkit.Markers = class {
    constructor(map, symbols, more, onChoose) {
      Object.assign(this, { map, symbols, more, onChoose });
      this.renderer = L.canvas({ padding: 0.3, tolerance: 4 });
      this.places = L.layerGroup().addTo(map);
      this.forms = L.layerGroup().addTo(map);
    }

    /* Draw the events that pass, and around the chosen ones the river or region that they are in. */
    draw(events, chosen) {
      const places = new Map();
      for (const event of events) {
        if (event.latitude === null || event.longitude === null) continue;
        const key = `${event.latitude.toFixed(5)},${event.longitude.toFixed(5)}`;
        places.set(key, [...(places.get(key) || []), event]);
      }
      this.places.clearLayers();
      for (const group of places.values()) {
        const { latitude, longitude } = group[0];
        const radius = group.length === 1 ? RADIUS : 11 + Math.min(6, Math.log2(group.length));
        new Marker([latitude, longitude], {
          renderer: this.renderer, radius, events: group, symbols: this.symbols, weight: 6,
          chosen: group.some((event) => chosen.includes(event)),
        }).on("click", () => this.onChoose(group)).addTo(this.places);
      }
      this.forms.clearLayers();
      for (const key of new Set(chosen.map((event) => event.shape).filter(Boolean))) {
        const { closed, outlines } = this.more.shapes[key];
        const latlngs = mapkit.unpack(outlines, this.more.ground.scale);
        const style = { renderer: this.renderer, color: mapkit.theme.get("--mk-accent"), weight: 2, fillOpacity: 0.08, interactive: false };
        (closed ? L.polygon(latlngs, style) : L.polyline(latlngs, style)).addTo(this.forms);
      }
    }
  };
})();
