/* The map's side of a document that is read beside it: each shows what the other points at, without a rerun.

   The page's reading component and this frame are of one origin and speak by `postMessage`, as {mapkit: "reading", ...}:
   - to the map: `open` (a document's id or null), `below` (the share of the map that the panel covers at the bottom),
     `frame` (positions to bring into view), `lit` (events as {id, lat, lon}), `spot` (a place as {lat, lon, name});
   - from the map: `ready`, `hovered` (an event's id or null), `selected` (the same), `leave`. */
(function () {
  "use strict";

  const { mapkit } = L;
  const EDGE = 16; // how far from the map's rim the arrow to a place out of view stands

  mapkit.Reading = class {
    constructor(controller) {
      Object.assign(this, { controller, map: controller.map, theme: controller.theme });
      this.open = null;
      // The page around the map where it is ours; one that embeds the map, whose address we leave alone, is not.
      this.page = controller.config.viewInUrl && window.parent !== window ? window.parent : null;
      this.below = 0;
      this.lit = [];
      this.spot = null;
      this.map.createPane("mapkit-reading").style.cssText = "z-index: 460; pointer-events: none";
      this.layer = new mapkit.CanvasLayer((context) => this.paint(context), { pane: "mapkit-reading" }).addTo(this.map);
      this.theme.onChange(() => this.layer.redraw());
      this.map.on("move", () => this.pointing && this.layer.redraw());
      controller.events.onChange(() => this.onEvents());
      this.map.getContainer().addEventListener("mapkit:hover", ({ detail }) => this.say({ hovered: detail.id }));
      this.map.getContainer().addEventListener("mapkit:select", ({ detail }) => this.say({ selected: detail.event_id }));
      if (!this.page) return;
      window.addEventListener("message", (event) => {
        const { data } = event;
        if (event.source === this.page && event.origin === location.origin && data && data.mapkit === "reading") this.hear(data);
      });
      this.say({ ready: true });
    }

    say(what) {
      if (this.page) this.page.postMessage({ mapkit: "reading", ...what }, location.origin);
    }

    hear({ open, below, frame, lit, spot }) {
      if (below !== undefined && below !== this.below) this.cover(below);
      if (open !== undefined) this.turn(open);
      if (frame && frame.length) this.frame(frame);
      if (lit !== undefined) this.lit = lit || [];
      if (spot !== undefined) this.spot = spot;
      this.layer.redraw();
    }

    /* Another document, or none: the view from before the first one comes back with the whole map. */
    turn(open) {
      if (open === this.open) return;
      const { map } = this;
      if (open && !this.open) this.before = this.known ? [map.getCenter(), map.getZoom()] : null;
      this.open = open;
      this.widen = false;
      if (open) return;
      [this.lit, this.spot] = [[], null];
      // At once: the frame grows at the same time, which would end a flight half-way.
      if (this.before) mapkit.settle(map).setView(...this.before, { animate: false });
      else if (this.filtered()) this.widen = true; // the page's filters are still to come
      else this.controller.fit();
    }

    /* The events have come: those of all documents are the whole map. */
    onEvents() {
      this.layer.redraw();
      if (this.controller.events.query === null || this.filtered()) return;
      this.known = true;
      if (this.widen) this.controller.fit();
      this.widen = false;
    }

    /* The panel covers more of the map, or less: what is selected stays in view. */
    async cover(below) {
      this.below = below;
      const { selected, records } = this.controller;
      const found = below && selected ? await records.get(selected).catch(() => null) : null;
      if (found && this.controller.selected === selected) this.controller.reveal([found]);
    }

    frame(places) {
      const padding = 56;
      mapkit.settle(this.map).fitBounds(L.latLngBounds(places), {
        paddingTopLeft: [padding, padding], paddingBottomRight: [padding, padding + this.covered()], maxZoom: 9,
      });
    }

    /* Whether the map shows the events of one document alone. */
    filtered() {
      return new URLSearchParams(this.controller.events.query || "").has("doc");
    }

    leave() {
      if (this.open) this.say({ leave: true });
    }

    /* Pixels at the bottom that the page's panel lies over. */
    covered() {
      return this.open ? Math.round(this.below * this.map.getSize().y) : 0;
    }

    paint(context) {
      this.pointing = false;
      const rings = this.lit.map((one) => this.ringOf(one)).filter(Boolean);
      for (const ring of rings) this.ring(context, ring, 2.4);
      if (!this.spot) return;
      const at = this.at(this.spot);
      this.ring(context, { ...at, radius: 7 }, 1.8);
      this.name(context, at, this.spot.name);
    }

    at({ lat, lon }) {
      return this.map.latLngToLayerPoint([lat, mapkit.nearestLng(lon, this.map.getCenter().lng)]);
    }

    /* The ring of an event: around its symbol, around the disc that holds it, or where it is. */
    ringOf({ id, lat, lon }) {
      const { events } = this.controller;
      const single = events.find(id);
      if (single) return { x: single.x, y: single.y, radius: 15 };
      const disc = events.items.find(({ group }) => group && group.members && group.members.some((one) => one.id === id));
      if (disc) return { x: disc.x, y: disc.y, radius: disc.radius + 5 };
      if (!Number.isFinite(lat)) return null;
      const { x, y } = this.at({ lat, lon });
      return { x, y, radius: 15 };
    }

    ring(context, { x, y, radius }, width) {
      const size = this.map.getSize();
      const free = L.bounds([EDGE, EDGE], size.subtract([EDGE, EDGE + this.covered()]));
      const seen = this.map.layerPointToContainerPoint([x, y]);
      if (!L.bounds([0, 0], size).contains(seen)) {
        this.arrow(context, seen, free);
        return;
      }
      context.beginPath();
      context.arc(x, y, radius, 0, 2 * Math.PI);
      context.strokeStyle = this.theme.get("--mk-paper");
      context.lineWidth = width + 3;
      context.stroke();
      context.strokeStyle = this.theme.get("--mk-accent");
      context.lineWidth = width;
      context.stroke();
    }

    /* A place out of view is pointed at from the rim. */
    arrow(context, seen, free) {
      this.pointing = true;
      const rim = L.point(Math.min(Math.max(seen.x, free.min.x), free.max.x), Math.min(Math.max(seen.y, free.min.y), free.max.y));
      const at = this.map.containerPointToLayerPoint(rim);
      context.save();
      context.translate(at.x, at.y);
      context.rotate(Math.atan2(seen.y - rim.y, seen.x - rim.x));
      context.beginPath();
      context.moveTo(10, 0);
      context.lineTo(-6, -9);
      context.lineTo(-2, 0);
      context.lineTo(-6, 9);
      context.closePath();
      context.lineJoin = "round";
      context.strokeStyle = this.theme.get("--mk-paper");
      context.lineWidth = 4;
      context.stroke();
      context.fillStyle = this.theme.get("--mk-accent");
      context.fill();
      context.restore();
    }

    name(context, { x, y }, text) {
      if (!text || this.pointing) return;
      context.font = `600 12.5px ${this.theme.get("--mk-font")}`;
      context.textBaseline = "middle";
      context.lineJoin = "round";
      context.strokeStyle = this.theme.get("--mk-paper");
      context.lineWidth = 4;
      context.strokeText(text, x + 13, y);
      context.fillStyle = this.theme.get("--mk-accent");
      context.fillText(text, x + 13, y);
    }
  };
})();
