/* The map by keyboard: from symbol to symbol and disc to disc in view, each ringed and said. */
(function () {
  "use strict";

  const { mapkit } = L;
  const { t, tn, numeral } = mapkit;
  const REACH = 24; // how far, in pixels, a disc may have moved and still be the one that was stopped at

  mapkit.Walk = class {
    constructor(controller) {
      Object.assign(this, { controller, map: controller.map });
      this.at = null; // where the reader stands: { id } of an event or { latlng } of a disc
      this.ring = L.marker([0, 0], { pane: "mapkit-reading", interactive: false, keyboard: false });
      const container = this.map.getContainer();
      container.append(mapkit.el("div", "mapkit-keys", this.keys(), { "aria-hidden": "true" }));
      container.addEventListener("blur", () => this.leave());
      this.map.on("popupclose", () => {
        // The popup took the focus with it.
        if (document.hasFocus() && document.activeElement === document.body) container.focus({ preventScroll: true });
      });
    }

    keys() {
      return t("N, P: next, previous event · Enter: open · Arrows: move · + −: zoom · M: measure");
    }

    /* What is drawn in view, from west to east: single events and discs. */
    stops() {
      const seen = L.bounds([0, 0], this.map.getSize());
      return this.controller.swipe.items()
        .filter(({ x, y, owner }) => !owner.stage && seen.contains(this.map.layerPointToContainerPoint([x, y])))
        .sort((a, b) => a.x - b.x || a.y - b.y);
    }

    /* The stop that the reader stands at, wherever the layout has it by now; -1 for none. */
    index(stops) {
      const id = this.at?.id || (this.at ? null : this.controller.hovered || this.controller.selected);
      if (id) return stops.findIndex(({ feature }) => feature && feature.id === id);
      if (!this.at) return -1;
      const { x, y } = this.map.latLngToLayerPoint(this.at.latlng);
      return stops.findIndex((stop) => stop.group && Math.hypot(stop.x - x, stop.y - y) < REACH);
    }

    step(by) {
      const { status } = this.controller;
      const stops = this.stops();
      if (!stops.length) {
        this.leave();
        status.say(t("No event in view"));
        return;
      }
      const now = this.index(stops);
      const next = now < 0 ? (by > 0 ? 0 : stops.length - 1) : (now + by + stops.length) % stops.length;
      this.stand(stops[next]);
      status.say(`${this.words(stops[next])}; ${t("{page} of {pages}", { page: next + 1, pages: stops.length })}`);
    }

    stand(stop) {
      const { controller } = this;
      const latlng = this.map.layerPointToLatLng([stop.x, stop.y]);
      const size = 2 * ((stop.group ? stop.radius : 13) + 4);
      this.ring.setLatLng(latlng).setIcon(L.divIcon({ className: "mapkit-ring", iconSize: [size, size] })).addTo(this.map);
      controller.hover(stop.feature ? stop : null);
      this.at = stop.feature ? { id: stop.feature.id } : { latlng };
    }

    leave() {
      if (!this.at) return;
      this.at = null;
      this.ring.remove();
      this.controller.hover(null);
    }

    words({ feature, group }) {
      if (group) {
        const kinds = Object.entries(group.types).map(([type, count]) => `${t(type)} ${numeral(count)}`);
        return tn("{n} event here: {kinds}. Enter opens it", "{n} events together: {kinds}. Enter parts or lists them", group.count, {
          kinds: kinds.join(", "),
        });
      }
      const { claims } = this.controller.config.popup;
      const where = feature.kind === "line" ? t("somewhere along it") : feature.kind === "area" ? t("somewhere in it") : null;
      return [t(feature.sub || feature.type), feature.place, where, feature.date || t("date not stated"), claims[feature.claim] || feature.claim]
        .filter(Boolean).join(", ");
    }

    /* Open what the reader stands at: an event like a click on it, a disc by zooming in or as a list to choose from. */
    async enter(native) {
      const { controller } = this;
      const stops = this.stops();
      const stop = stops[this.index(stops)];
      if (!stop) return;
      if (stop.feature) {
        controller.choose(stop.feature, native, stop.owner);
        return;
      }
      this.leave();
      await controller.openGroup(stop);
      const first = this.map.getContainer().querySelector(".mapkit-popup .mapkit-list button");
      if (first) first.focus();
      else controller.status.say(t("Zoomed in. N goes to the first event."));
    }
  };
})();
