/* The events in view: fetched when the map comes to rest, laid out so that none hides another, drawn on a canvas. */
(function () {
  "use strict";

  const { mapkit } = L;
  const { PETALS, groupRadius, bunches, parted, petals } = mapkit.layout;
  const RADIUS = 8;
  const REACH = 11; // how far from a symbol's centre a pointer still means it

  /* The view as [west, south, east, north] with a margin; longitudes may lie beyond 180, as the server allows. */
  mapkit.viewBox = function (map, margin) {
    const bounds = map.getBounds().pad(margin);
    return [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()]
      .map((value) => Math.round(value * 1e5) / 1e5);
  };

  mapkit.Events = class {
    constructor(controller, pane = "mapkit-events") {
      Object.assign(this, { controller, map: controller.map, symbols: controller.symbols, theme: controller.theme });
      this.query = null;
      this.features = [];
      this.items = [];
      this.pinned = new Map(); // the selected events, which are drawn whatever the view's groups are
      this.listeners = [];
      this.stage = null; // "playing": what is drawn is a playback's; "ending": until the next answer
      this.layer = new mapkit.CanvasLayer((context, bounds) => this.paint(context, bounds), { pane });
      this.layer.addTo(this.map);
      this.theme.onChange(() => this.layer.redraw());
      this.map.on("moveend", () => this.look());
      this.map.on("zoomend viewreset", () => this.arrange());
    }

    onChange(listener) {
      this.listeners.push(listener);
    }

    /* Show the events of a filter query; null shows none. What is on screen stays until the answer is here. */
    setQuery(query) {
      if (query === this.query) return undefined;
      this.query = query;
      if (query === null) {
        this.known = null;
        this.replace({ features: [], total: 0, unplaced: 0, mode: "points" });
        return undefined;
      }
      return this.fetch();
    }

    /* Change places with other events: each has the other's query, and what was found for it. */
    exchange(other) {
      for (const events of [this, other]) if (events.abort) events.abort.abort();
      for (const name of ["query", "features", "answer", "inView", "known", "pinned"]) [this[name], other[name]] = [other[name], this[name]];
      for (const events of [this, other]) {
        events.arrange();
        events.look();
      }
    }

    address(box, zoom, query) {
      const filters = query ? `&${query}` : "";
      return `${this.controller.config.base}/api/events?bbox=${box.join(",")}&z=${zoom}${filters}`;
    }

    /* The map has come to rest: ask, unless the last answer had every single event of what is now in view. */
    look() {
      const { known } = this;
      const bounds = this.map.getBounds();
      if (this.query === null || !known || known.query !== this.query || !known.bounds.contains(bounds)) {
        this.fetch();
        return;
      }
      if (this.abort) this.abort.abort();
      this.controller.status.busy(false);
      const total = (this.inView = this.features.filter((item) => bounds.contains([item.lat, item.lon])).length);
      this.listeners.forEach((listener) => listener({ ...this.answer, total }));
    }

    /* Draw these for the while, as a playback's next step: nothing is asked, and nothing of it can be pointed at. */
    play(features) {
      if (this.abort) this.abort.abort();
      this.stage = "playing";
      this.known = null;
      this.features = features;
      this.arrange();
    }

    /* Go back to what the server says; the last step stays until it has. */
    release() {
      this.stage = "ending";
    }

    async fetch() {
      if (this.query === null || this.stage === "playing") return;
      if (this.abort) this.abort.abort();
      const abort = (this.abort = new AbortController());
      this.controller.status.busy(true);
      try {
        const box = mapkit.viewBox(this.map, 0.3);
        const query = this.query;
        const zoom = Math.floor(this.map.getZoom());
        const answer = await mapkit.fetchJson(this.address(box, zoom, query), abort.signal);
        if (abort.signal.aborted) return;
        const [west, south, east, north] = box;
        this.known = answer.mode === "points" ? { query, bounds: L.latLngBounds([south, west], [north, east]) } : null;
        this.replace(answer);
        this.controller.status.clear("events");
      } catch (error) {
        if (mapkit.isAbort(error)) return;
        this.controller.status.show("events", mapkit.t("Events could not be loaded: {error}", { error: error.message }), () => this.fetch());
      } finally {
        if (this.abort === abort) this.controller.status.busy(false);
      }
    }

    replace(answer) {
      this.stage = null;
      this.features = answer.features;
      this.answer = answer;
      this.inView = answer.total;
      this.arrange();
      this.listeners.forEach((listener) => listener(answer));
    }

    /* The smallest box that holds every event of the filters; null where none has a place. */
    async extent(query = this.query) {
      const answer = await mapkit.fetchJson(this.address([-180, -85, 180, 85], 2, query));
      const boxes = answer.features.map((item) => item.bounds || [item.lon, item.lat, item.lon, item.lat]);
      if (!boxes.length) return null;
      const pick = (index, best) => best(...boxes.map((box) => box[index]));
      return L.latLngBounds([pick(1, Math.min), pick(0, Math.min)], [pick(3, Math.max), pick(2, Math.max)]);
    }

    /* Lay out: groups of the server, single symbols, neighbours side by side, and discs where they are too many. */
    arrange() {
      if (this.map._animatingZoom) return;
      const reference = this.map.getCenter().lng;
      const place = (feature) =>
        this.map.latLngToLayerPoint([feature.lat, mapkit.nearestLng(feature.lon, reference)]);
      const groups = this.features.filter((feature) => feature.count > 1);
      const singles = this.features.filter((feature) => !(feature.count > 1) && feature.id);
      const known = new Set(singles.map((feature) => feature.id));
      for (const feature of this.pinned.values()) {
        if (!known.has(feature.id) && Number.isFinite(feature.lat)) singles.push(feature);
      }
      const nodes = singles.map((feature) => ({ feature, at: place(feature) }));
      this.items = parted(groups.map((group) => {
        const point = place(group);
        return { x: point.x, y: point.y, radius: groupRadius(group.count), group };
      }));
      nodes.sort((a, b) => this.weight(b.feature) - this.weight(a.feature) || (a.feature.id < b.feature.id ? -1 : 1));
      for (const bunch of bunches(nodes)) this.arrangeBunch(bunch);
      for (const entry of this.items) entry.owner = this;
      this.layer.redraw();
      if (this.controller.labels && !this.stage) this.controller.labels.layer.redraw();
    }

    weight(feature) {
      return feature.kind === "area" ? 0 : feature.kind === "line" ? 1 : 2;
    }

    arrangeBunch(bunch) {
      const centre = bunch.reduce((sum, node) => sum.add(node.at), L.point(0, 0)).divideBy(bunch.length);
      if (bunch.length === 1) {
        this.items.push(item(bunch[0], centre));
        return;
      }
      if (bunch.length <= PETALS) {
        const wide = bunch.some((node) => this.pinned.has(node.feature.id)) ? 1.4 : 1;
        petals(bunch.length, wide).forEach(([dx, dy], index) => this.items.push(item(bunch[index], centre.add([dx, dy]))));
        return;
      }
      const types = {};
      for (const { feature } of bunch) types[feature.type] = (types[feature.type] || 0) + 1;
      const radius = groupRadius(bunch.length);
      const members = bunch.map((node) => node.feature);
      this.items.push({ x: centre.x, y: centre.y, radius, group: { count: bunch.length, types, members } });
      // A selected event steps out of its disc.
      bunch.filter((node) => this.pinned.has(node.feature.id)).forEach((node, index) => {
        this.items.push(item(node, centre.add([radius + RADIUS + 2, -radius + index * 2 * (RADIUS + 2)])));
      });
    }

    paint(context) {
      const { selected, second, hovered } = this.controller;
      const order = (entry) =>
        entry.feature ? (entry.feature.id === selected ? 4 : entry.feature.id === second ? 3 : entry.feature.id === hovered ? 2 : 1) : 0;
      const items = [...this.items].sort((a, b) => order(a) - order(b));
      for (const entry of items) if (entry.feature) this.leader(context, entry);
      for (const entry of items) {
        if (entry.group) {
          this.symbols.drawGroup(context, entry.x, entry.y, entry.group, entry.radius);
          continue;
        }
        const { id } = entry.feature;
        const strong = id === selected || id === second;
        if (strong) this.halo(context, entry, id === second && id !== selected);
        // What did not happen, or not now, is paler than what did.
        context.globalAlpha = entry.feature.status && entry.feature.status !== "actual" ? 0.5 : 1;
        this.symbols.draw(context, entry.x, entry.y, entry.feature, strong || id === hovered ? RADIUS + 2 : RADIUS);
        context.globalAlpha = 1;
      }
    }

    // A symbol moved aside stays tied to its true place.
    leader(context, { x, y, at }) {
      if (Math.hypot(x - at.x, y - at.y) < 4) return;
      context.strokeStyle = context.fillStyle = this.theme.get("--mk-leader");
      context.lineWidth = 1;
      context.beginPath();
      context.moveTo(at.x, at.y);
      context.lineTo(x, y);
      context.stroke();
      context.beginPath();
      context.arc(at.x, at.y, 1.8, 0, 2 * Math.PI);
      context.fill();
    }

    halo(context, { x, y, feature }, dashed) {
      const reach = feature.kind === "area" ? RADIUS + 12 : feature.kind === "line" ? RADIUS + 9.5 : RADIUS + 8;
      context.beginPath();
      context.arc(x, y, reach, 0, 2 * Math.PI);
      context.strokeStyle = this.theme.get("--mk-paper");
      context.lineWidth = 5;
      context.stroke();
      context.setLineDash(dashed ? [5, 4] : []);
      context.strokeStyle = this.theme.get("--mk-accent");
      context.lineWidth = 2.4;
      context.stroke();
      context.setLineDash([]);
    }

    /* The item at a container point (a finger reaches further than a pointer), the nearest first. */
    hit(containerPoint, touch) {
      if (this.stage) return null;
      const point = this.map.containerPointToLayerPoint(containerPoint);
      let best = null, least = Infinity;
      for (const entry of this.items) {
        const away = Math.hypot(entry.x - point.x, entry.y - point.y);
        const reach = (entry.group ? entry.radius + 2 : REACH) + (touch ? 8 : 0);
        if (away <= reach && away - reach < least) [best, least] = [entry, away - reach];
      }
      return best;
    }

    find(id) {
      return this.items.find((entry) => entry.feature && entry.feature.id === id);
    }

    /* Boxes that labels keep off. */
    obstacles() {
      if (this.stage) return [];
      const { selected, second } = this.controller;
      return this.items.map(({ x, y, radius, feature }) => {
        const marked = feature && (feature.id === selected || feature.id === second);
        const frame = feature && feature.kind !== "point" ? 5 : 0;
        const reach = (radius || RADIUS) + 2 + frame + (marked ? 6 : 0);
        return [x - reach, y - reach, x + reach, y + reach];
      });
    }
  };

  const item = (node, spot) => ({ x: spot.x, y: spot.y, at: node.at, feature: node.feature });
})();
