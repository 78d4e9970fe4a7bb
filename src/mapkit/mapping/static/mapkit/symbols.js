/* Event symbols on a canvas: outlines, colours and fills come from Python (`mapkit.mapping.symbols`). */
(function () {
  "use strict";

  L.mapkit.Symbols = class {
    constructor(config, theme) {
      this.config = config;
      this.theme = theme;
      this.paths = {};
      for (const [name, outline] of Object.entries(config.shapes)) {
        const path = new Path2D();
        outline.forEach(([x, y], index) => (index ? path.lineTo(x, y) : path.moveTo(x, y)));
        path.closePath();
        this.paths[name] = path;
      }
      this.fallback = { shape: "circle", light: "#555555", dark: "#BBBBBB" };
    }

    of(type) {
      return this.config.types[type] || this.fallback;
    }

    colour(type) {
      return this.of(type)[this.theme.name];
    }

    order() {
      return Object.keys(this.config.types);
    }

    /* Draw the symbol of {type, claim, kind} at a point, `radius` CSS pixels from centre to rim. */
    draw(context, x, y, event, radius) {
      const symbol = this.of(event.type);
      const colour = symbol[this.theme.name];
      const paper = this.theme.get("--mk-paper");
      const fill = this.config.fills[event.claim] || "solid";
      context.save();
      context.translate(x, y);
      if (event.kind === "line" || event.kind === "area") {
        this._frame(context, event.kind, colour, paper, radius);
        radius *= 0.84;
      }
      context.scale(radius, radius);
      const path = this.paths[symbol.shape];
      const pixel = 1 / radius;
      context.lineJoin = "round";
      // A rim of paper keeps a symbol readable on any ground.
      context.strokeStyle = paper;
      context.lineWidth = 4.4 * pixel;
      context.stroke(path);
      context.fillStyle = fill === "solid" || fill === "ringed" ? colour : paper;
      context.fill(path);
      if (fill === "half") {
        context.save();
        context.beginPath();
        context.rect(-2, -2, 2, 4);
        context.clip();
        context.fillStyle = colour;
        context.fill(path);
        context.restore();
      }
      context.strokeStyle = colour;
      if (fill !== "solid" && fill !== "ringed") {
        context.lineWidth = 2 * pixel;
        if (fill === "dotted") context.setLineDash([2 * pixel, 2 * pixel]);
        context.stroke(path);
        context.setLineDash([]);
      }
      if (fill === "ringed") {
        context.lineWidth = 1.3 * pixel;
        context.beginPath();
        context.arc(0, 0, 1 + 3.2 * pixel, 0, 2 * Math.PI);
        context.stroke();
      }
      if (fill === "struck") {
        context.lineWidth = 1.8 * pixel;
        context.beginPath();
        context.moveTo(-1.2, 1.2);
        context.lineTo(1.2, -1.2);
        context.stroke();
      }
      context.restore();
    }

    // A place that is a line or an area must not look like a point: a stroke through it, a dashed ring around it.
    _frame(context, kind, colour, paper, radius) {
      context.beginPath();
      if (kind === "area") {
        context.arc(0, 0, radius + 5.5, 0, 2 * Math.PI);
        context.fillStyle = paper;
        const alpha = context.globalAlpha;
        context.globalAlpha = 0.55 * alpha;
        context.fill();
        context.globalAlpha = alpha;
        context.setLineDash([3, 2.6]);
        context.lineWidth = 1.5;
      } else {
        const [near, far] = [radius + 2.5, radius + 10];
        for (const [from, to] of [[-far, -near], [near, far]]) {
          context.moveTo(from, 0);
          context.lineTo(to, 0);
        }
        context.lineCap = "round";
        context.strokeStyle = paper;
        context.lineWidth = 6.5;
        context.stroke();
        context.lineWidth = 3;
      }
      context.strokeStyle = colour;
      context.stroke();
      context.setLineDash([]);
    }

    /* A group: a calm disc with its count and a thin ring of its types. */
    drawGroup(context, x, y, group, radius) {
      const { theme } = this;
      context.save();
      context.translate(x, y);
      context.beginPath();
      context.arc(0, 0, radius + 1.5, 0, 2 * Math.PI);
      context.fillStyle = theme.get("--mk-paper");
      context.fill();
      const entries = this.order().filter((type) => group.types[type]).map((type) => [type, group.types[type]]);
      const total = entries.reduce((sum, entry) => sum + entry[1], 0) || 1;
      const gap = entries.length > 1 ? 1.2 / radius : 0;
      let angle = -Math.PI / 2;
      context.lineWidth = 3.6;
      for (const [type, count] of entries) {
        const next = angle + (2 * Math.PI * count) / total;
        context.beginPath();
        context.arc(0, 0, radius - 1.8, angle + gap / 2, Math.max(angle + gap / 2, next - gap / 2));
        context.strokeStyle = this.colour(type);
        context.stroke();
        angle = next;
      }
      context.fillStyle = theme.get("--mk-ink");
      context.font = `600 ${radius < 15 ? 11 : 12}px ${theme.get("--mk-font")}`;
      context.textAlign = "center";
      context.textBaseline = "middle";
      context.fillText(L.mapkit.compact(group.count), 0, 0.5);
      context.restore();
    }

    /* A small canvas with the symbol, for popups and lists. */
    icon(event, size) {
      const canvas = L.mapkit.el("canvas", "mapkit-icon", null, { "aria-hidden": "true" });
      const ratio = Math.min(window.devicePixelRatio || 1, 2);
      canvas.width = canvas.height = size * ratio;
      canvas.style.width = canvas.style.height = `${size}px`;
      const context = canvas.getContext("2d");
      context.scale(ratio, ratio);
      this.draw(context, size / 2, size / 2, { type: event.type, claim: event.claim, kind: "point" }, size * 0.34);
      return canvas;
    }
  };
})();
