/* The measuring tool: click (or press Enter at the centre) to add points, geodesic lengths are written beside them. */
(function () {
  "use strict";

  const { mapkit } = L;
  const { geodesy, t } = mapkit;
  const MOST = 50; // as many as an address holds (in Python: switches.RULER_MAX)

  mapkit.Measure = class {
    constructor(controller) {
      Object.assign(this, { controller, map: controller.map, theme: controller.theme });
      this.active = false;
      this.points = [];
      this.notes = new mapkit.Notes(this.map, () => []);
      this.layer = new mapkit.CanvasLayer((context) => this.paint(context), { pane: "mapkit-notes" });
      this.layer.addTo(this.map);
      this.theme.onChange(() => this.layer.redraw());
      this.listeners = [];
    }

    onChange(listener) {
      this.listeners.push(listener);
    }

    start() {
      this.active = true;
      this.points = [];
      this.cursor = null;
      this.map.doubleClickZoom.disable();
      this.map.getContainer().classList.add("mapkit-measuring");
      this.changed();
    }

    /* Stop; the last measurement goes with the tool. */
    stop() {
      this.active = false;
      this.points = [];
      this.cursor = null;
      this.map.doubleClickZoom.enable();
      this.map.getContainer().classList.remove("mapkit-measuring");
      this.changed();
    }

    add(latlng) {
      const last = this.points[this.points.length - 1];
      if (this.points.length >= MOST || (last && last.lat === latlng.lat && last.lng === latlng.lng)) return;
      this.points.push({ lat: latlng.lat, lng: latlng.lng });
      this.changed();
    }

    undo() {
      this.points.pop();
      this.changed();
    }

    move(latlng) {
      this.cursor = latlng;
      if (this.points.length) this.layer.redraw();
    }

    total() {
      return this.points.reduce((sum, point, index) =>
        (index ? sum + geodesy.inverse(this.points[index - 1], point).metres : 0), 0);
    }

    changed() {
      const words = this.points.slice(1).map((point, index) => {
        const { metres, bearing } = geodesy.inverse(this.points[index], point);
        return {
          text: `${geodesy.lengthText(metres)} · ${geodesy.bearingText(bearing)}`,
          spots: mapkit.along(geodesy.path(this.points[index], point)),
        };
      });
      if (words.length > 1) {
        const at = this.points[this.points.length - 1];
        const spots = ["above", "right", "below", "left"].map((side) => ({ at, side }));
        words.push({ text: t("Total {length}", { length: geodesy.lengthText(this.total()) }), tone: "strong", spots });
      }
      this.notes.set(words);
      this.layer.redraw();
      this.listeners.forEach((listener) => listener());
    }

    paint(context) {
      if (!this.points.length) return;
      const legs = this.points.slice(1).map((point, index) => [this.points[index], point, false]);
      if (this.active && this.cursor) legs.push([this.points[this.points.length - 1], this.cursor, true]);
      const tone = this.theme.get("--mk-accent");
      context.lineJoin = context.lineCap = "round";
      for (const [from, to, open] of legs) {
        const pixels = geodesy.path(from, to).map((point) => this.map.latLngToLayerPoint([point.lat, point.lng]));
        context.beginPath();
        pixels.forEach((pixel, index) => (index ? context.lineTo(pixel.x, pixel.y) : context.moveTo(pixel.x, pixel.y)));
        context.strokeStyle = this.theme.get("--mk-paper");
        context.lineWidth = 5;
        context.globalAlpha = 0.8;
        context.stroke();
        context.globalAlpha = open ? 0.6 : 1;
        context.strokeStyle = tone;
        context.lineWidth = 2;
        context.setLineDash(open ? [4, 5] : []);
        context.stroke();
        context.setLineDash([]);
        context.globalAlpha = 1;
      }
      for (const point of this.points) {
        const { x, y } = this.map.latLngToLayerPoint([point.lat, point.lng]);
        context.beginPath();
        context.arc(x, y, 4, 0, 2 * Math.PI);
        context.fillStyle = this.theme.get("--mk-paper");
        context.fill();
        context.strokeStyle = tone;
        context.lineWidth = 2;
        context.stroke();
      }
    }
  };
})();
