/* Two filters on one map: left of a bar the events of one, right of it those of the other, each drawn by a layer of its
   own whose pane is cut at the bar. The side that the page edits is the controller's `events`, the other one is here. */
(function () {
  "use strict";

  const { mapkit } = L;
  const { t } = mapkit;
  const STEP = 2, LEAP = 10; // per cent of the map's width by one press of a key
  const ROOM = 48; // pixels between the bar and what it makes room for
  const REACH = 22; // half of the bar's width, in pixels
  const FAR = 1e5; // pixels: beyond every view
  const KEYS = {
    ArrowLeft: -STEP, ArrowDown: -STEP, ArrowRight: STEP, ArrowUp: STEP, PageDown: -LEAP, PageUp: LEAP,
    Home: -Infinity, End: Infinity,
  };

  mapkit.Swipe = class {
    constructor(controller) {
      Object.assign(this, { controller, map: controller.map });
      this.other = null; // the events of the side that is not edited, while two are compared
      this.side = "left"; // the one that is edited
      this.share = null; // per cent of the map's width that the left side has
      this.map.createPane("mapkit-events-other").style.cssText = "z-index: 450; pointer-events: none";
      this.map.createPane("mapkit-swipe").style.cssText = "z-index: 640; pointer-events: none";
    }

    get active() {
      return this.other !== null;
    }

    /* Compare with another query, or with none (null), the edited side being the left or the right one. */
    take(query, side) {
      if (query === null) {
        this.stop();
        return;
      }
      if (!this.active) this.begin(side);
      else if (side !== this.side) this.turn(side);
      this.other.setQuery(query);
    }

    begin(side) {
      this.side = side;
      this.share ??= this.asked() ?? 50;
      this.idle ??= this.layer();
      this.other = this.idle;
      this.bar ??= this.build();
      this.map.getPane("mapkit-swipe").append(this.bar);
      this.map.on("move resize", this.place, this);
      this.place();
      this.controller.recast();
    }

    stop() {
      if (!this.active) return;
      this.map.off("move resize", this.place, this);
      this.bar.remove();
      this.other.pinned = new Map();
      this.other.setQuery(null);
      this.other = this.controller.owner = null;
      this.map.getPane("mapkit-events").style.clipPath = "";
      this.controller.recast();
      this.controller.writeView();
    }

    /* The other side is edited now: the two layers change places, and nothing moves on the screen. */
    turn(side) {
      const { controller, other } = this;
      this.side = side;
      controller.events.exchange(other);
      if (controller.owner) controller.owner = controller.owner === other ? controller.events : other;
      this.place();
    }

    layer() {
      const events = new mapkit.Events(this.controller, "mapkit-events-other");
      events.onChange(() => this.controller.recast());
      return events;
    }

    build() {
      const bar = mapkit.el("div", "mapkit-swipe", null, {
        role: "slider", tabindex: "0", "aria-label": t("Border between the two sides"), "aria-orientation": "horizontal",
        "aria-valuemin": "0", "aria-valuemax": "100",
      });
      bar.append(mapkit.el("span", "mapkit-swipe-handle", null, { "aria-hidden": "true" }));
      L.DomEvent.disableClickPropagation(bar);
      bar.addEventListener("mousemove", (event) => event.stopPropagation());
      bar.addEventListener("keydown", (event) => this.onKey(event));
      bar.addEventListener("pointerdown", (event) => {
        if (event.button) return;
        this.grip = event.clientX - this.x();
        bar.setPointerCapture(event.pointerId);
        bar.focus({ preventScroll: true });
        event.preventDefault();
      });
      bar.addEventListener("pointermove", (event) => {
        if (bar.hasPointerCapture(event.pointerId)) this.move(((event.clientX - this.grip) / this.map.getSize().x) * 100);
      });
      bar.addEventListener("pointerup", () => this.controller.writeView());
      return bar;
    }

    onKey(event) {
      const by = KEYS[event.key];
      if (!by || event.ctrlKey || event.altKey || event.metaKey) return;
      this.move(this.share + by);
      this.controller.writeView();
      event.preventDefault();
      event.stopPropagation();
    }

    move(share) {
      this.share = Math.min(100, Math.max(0, Math.round(share * 10) / 10));
      this.controller.hover(null);
      this.place();
    }

    /* An event that was chosen elsewhere, and that the bar cuts off, comes into sight: the bar makes room. */
    uncover({ latitude, longitude }) {
      if (!this.active || !Number.isFinite(latitude)) return;
      const { map, controller } = this;
      if (map._panAnim && map._panAnim._inProgress) {
        map.once("moveend", () => this.uncover({ latitude, longitude }));
        return;
      }
      const mine = controller.owner || controller.events;
      const at = map.latLngToContainerPoint([latitude, mapkit.nearestLng(longitude, map.getCenter().lng)]);
      if (this.at(at) === mine) return;
      const left = (this.side === "left") === (mine === controller.events);
      this.move(((at.x + (left ? ROOM : -ROOM)) / map.getSize().x) * 100);
      controller.writeView();
    }

    x() {
      return Math.round((this.map.getSize().x * this.share) / 100);
    }

    /* The bar stands still while the map moves below it: its pane and the cut ones move with the map. */
    place() {
      const { map, bar, share } = this;
      const [x, size] = [this.x(), map.getSize()];
      const at = map.containerPointToLayerPoint([x, 0]);
      // At the map's edge the border may be out of reach, its handle never is.
      const grip = Math.min(Math.max(x, REACH), size.x - REACH);
      L.DomUtil.setPosition(bar, map.containerPointToLayerPoint([grip, 0]));
      bar.style.height = `${size.y}px`;
      bar.style.setProperty("--border", `${x - grip}px`);
      bar.setAttribute("aria-valuenow", String(Math.round(share)));
      bar.setAttribute("aria-valuetext", t("{n} per cent for the left side", { n: Math.round(share) }));
      const cut = (from, to) => `polygon(${from}px ${-FAR}px, ${to}px ${-FAR}px, ${to}px ${FAR}px, ${from}px ${FAR}px)`;
      const [left, right] = [cut(-FAR, at.x), cut(at.x, FAR)];
      map.getPane("mapkit-events").style.clipPath = this.side === "left" ? left : right;
      map.getPane("mapkit-events-other").style.clipPath = this.side === "left" ? right : left;
    }

    /* Where the bar stood when this address was copied. */
    asked() {
      if (!this.controller.config.viewInUrl || window.parent === window) return null;
      const text = new URLSearchParams(window.parent.location.search).get("split") || "";
      return /^\d{1,3}(\.\d)?$/.test(text) && Number(text) <= 100 ? Number(text) : null;
    }

    write(parameters) {
      parameters.delete("split");
      if (this.active && this.share !== 50) parameters.set("split", String(this.share));
    }

    /* Both sides' events, the edited side first. */
    sides() {
      return this.active ? [this.controller.events, this.other] : [this.controller.events];
    }

    /* The events that are shown at a point of the map. */
    at({ x }) {
      if (!this.active) return this.controller.events;
      return (x < this.x() ? "left" : "right") === this.side ? this.controller.events : this.other;
    }

    /* What can be seen: the items of each side that lie on it. */
    items() {
      if (!this.active) return this.controller.events.items;
      return this.sides().flatMap((events) =>
        events.items.filter((item) => this.at(this.map.layerPointToContainerPoint([item.x, item.y])) === events));
    }

    /* An event's symbol, one that can be seen before one that is cut off. */
    find(id) {
      const mine = ({ feature }) => feature && feature.id === id;
      return this.items().find(mine) || this.sides().map((events) => events.find(id)).find(Boolean);
    }
  };
})();
