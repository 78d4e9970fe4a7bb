/* Words beside rings and lines: each takes the first of its spots where it covers no symbol and no other note and is
   whole in view, and where none is moves a little away. */
(function () {
  "use strict";

  const { mapkit } = L;
  const { el } = mapkit;
  const GAP = 5;
  const AWAY = { above: [0, -1], below: [0, 1], left: [-1, 0], right: [1, 0] };
  const STEPS = [0, 16, 32, 48]; // pixels

  /* The box of a note of this size at a pixel, on one side of it. */
  function boxAt({ x, y }, side, width, height) {
    const left = side === "right" ? x + GAP : side === "left" ? x - GAP - width : x - width / 2;
    const top = side === "above" ? y - GAP - height : side === "below" ? y + GAP : y - height / 2;
    return [left, top, left + width, top + height];
  }

  const meet = (a, b) => a[0] < b[2] && a[2] > b[0] && a[1] < b[3] && a[3] > b[1];

  mapkit.Notes = class {
    constructor(map, obstacles) {
      this.map = map;
      this.obstacles = obstacles;
      this.items = [];
      this.boxes = [];
      this.group = L.layerGroup().addTo(map);
      map.on("zoomend", () => this.place());
    }

    /* Show these notes: {text, tone, spots: [{at, side}], shy, across}. A shy note hides rather than cover something;
       one with `across` ([latlng, latlng]) hides where that span is too short on the screen to be told apart. */
    set(items) {
      this.group.clearLayers();
      this.items = items.map((item) => {
        const box = el("div", `mapkit-note ${item.tone ? `mapkit-note-${item.tone}` : ""}`);
        box.append(el("span", null, item.text));
        const icon = L.divIcon({ className: "mapkit-note-anchor", html: box, iconSize: [0, 0] });
        const marker = L.marker(item.spots[0].at, { icon, pane: "mapkit-note-labels", interactive: false, keyboard: false });
        marker.addTo(this.group);
        return { ...item, box, marker };
      });
      this.place();
    }

    place() {
      const taken = this.obstacles();
      this.boxes = [];
      const reference = this.map.getCenter().lng;
      const { min, max } = this.map.getPixelBounds();
      const origin = this.map.getPixelOrigin();
      const view = [min.x - origin.x, min.y - origin.y, max.x - origin.x, max.y - origin.y];
      const within = ([left, top, right, bottom]) => left >= view[0] && top >= view[1] && right <= view[2] && bottom <= view[3];
      for (const item of this.items) {
        const { box, marker } = item;
        box.hidden = Boolean(item.across && this.span(item.across) < 26);
        if (box.hidden) continue;
        const [width, height] = [box.offsetWidth, box.offsetHeight];
        const choices = (item.shy ? [0] : STEPS).flatMap((by) => item.spots.map(({ at, side }) => {
          const spot = this.map.latLngToLayerPoint(L.latLng(at.lat, mapkit.nearestLng(at.lng, reference)));
          const pixel = spot.add(L.point(AWAY[side] || [0, 0]).multiplyBy(by));
          return { pixel, side, room: boxAt(pixel, side, width, height) };
        }));
        const clear = choices.filter(({ room }) => !taken.some((other) => meet(room, other)));
        const free = clear.find(({ room }) => within(room)) || clear[0];
        if (!free && item.shy) {
          box.hidden = true;
          continue;
        }
        const { pixel, side, room } = free || choices[0];
        marker.setLatLng(this.map.layerPointToLatLng(pixel));
        box.dataset.side = side || "centre";
        taken.push(room);
        this.boxes.push(room);
      }
      if (this.onPlaced) this.onPlaced();
    }

    span([from, to]) {
      return this.map.latLngToLayerPoint(from).distanceTo(this.map.latLngToLayerPoint(to));
    }
  };
})();
