/* Lines and areas: the places of events that are no points, the fronts, rings, geodesics and uncertainty. */
(function () {
  "use strict";

  const { mapkit } = L;
  const { vector } = mapkit;
  const FAINT_FROM = 5; // zoom from which unselected lines and areas are hinted at
  const FAINT_LIMIT = 24;

  mapkit.Shapes = class {
    constructor(controller) {
      Object.assign(this, { controller, map: controller.map, theme: controller.theme });
      this.cache = new mapkit.Cache(80);
      this.shown = true;
      this.frontsShown = false;
      this.faint = [];
      this.strong = [];
      this.fronts = [];
      this.frontLines = [];
      this.layer = new mapkit.CanvasLayer((context, bounds) => this.paint(context, bounds), { pane: "mapkit-shapes" });
      this.layer.addTo(this.map);
      this.theme.onChange(() => this.layer.redraw());
    }

    /* A promise of the prepared shape of a `layer/feature` id; null where the server has none. */
    get(layerId) {
      const known = this.cache.get(layerId);
      if (known) return known;
      const path = layerId.split("/").map(encodeURIComponent).join("/");
      const promise = mapkit.fetchJson(`${this.controller.config.base}/api/shape/${path}`)
        .then((geometry) => vector.prepare(geometry.geometry || geometry))
        .catch((error) => {
          this.cache.delete(layerId);
          console.error("mapkit: shape", layerId, error);
          return null;
        });
      return this.cache.set(layerId, promise);
    }

    /* Hint at the lines and areas of the events in view. */
    async hint(features) {
      const wanted = new Map();
      if (this.shown && this.map.getZoom() >= FAINT_FROM) {
        for (const feature of features) {
          const { layer_id: id } = feature;
          if (id && !id.startsWith("countries/") && wanted.size < FAINT_LIMIT) wanted.set(id, feature.type);
        }
      }
      const ticket = (this.ticket = {});
      const found = await Promise.all([...wanted].map(async ([id, type]) => ({ id, type, shape: await this.get(id) })));
      if (this.ticket !== ticket) return;
      this.faint = found.filter((entry) => entry.shape);
      this.layer.redraw();
    }

    /* Highlight the places of the selected events: [{type, layer_id, geometry}]. */
    async highlight(records) {
      const ticket = (this.strongTicket = {});
      const found = await Promise.all(records.map(async (record) => ({
        id: record.layer_id,
        type: record.event_type,
        shape: record.geometry ? vector.prepare(record.geometry) : record.layer_id ? await this.get(record.layer_id) : null,
      })));
      if (this.strongTicket !== ticket) return;
      this.strong = found.filter((entry) => entry.shape);
      this.layer.redraw();
    }

    toggle(shown) {
      this.shown = shown;
      this.hint(this.controller.swipe.active ? [] : this.controller.events.features);
    }

    async toggleFronts(shown) {
      this.frontsShown = shown;
      if (shown && !this.fronts.length) {
        try {
          const file = await mapkit.fetchJson(`${this.controller.config.base}/geo/fronts.geojson`);
          this.fronts = (file.features || []).flatMap((feature) => {
            const shape = vector.prepare(feature.geometry);
            return shape ? [{ ...shape, name: feature.properties.name || feature.properties.front, colour: "--mk-front" }] : [];
          });
          const lines = vector.divide(this.fronts); // a line between two fronts once, or dashes would fill its gaps
          this.frontLines = [...lines.inner, ...lines.outer];
        } catch (error) {
          this.controller.status.show("fronts", mapkit.t("The fronts could not be loaded: {error}", { error: error.message }));
          return;
        }
      }
      this.layer.redraw();
      this.controller.labels.layer.redraw();
    }

    paint(context, bounds) {
      const sight = vector.frame(this.map, bounds, 40);
      context.lineJoin = "round";
      context.lineCap = "round";
      if (this.frontsShown) this.paintFronts(context, sight);
      const strong = new Set(this.strong.map((entry) => entry.id));
      for (const entry of this.faint) if (!strong.has(entry.id)) this.paintShape(context, sight, entry, false);
      for (const entry of this.strong) this.paintShape(context, sight, entry, true);
    }

    paintShape(context, sight, { shape, type }, strong) {
      const colour = this.controller.symbols.colour(type);
      vector.path(context, [shape], sight);
      context.strokeStyle = context.fillStyle = colour;
      if (shape.closed) {
        context.globalAlpha = strong ? 0.13 : 0.05;
        context.fill("evenodd");
        context.globalAlpha = strong ? 0.85 : 0.4;
        context.lineWidth = strong ? 1.8 : 1;
        context.setLineDash(strong ? [] : [2, 3]);
        context.stroke();
        context.setLineDash([]);
      } else {
        if (strong) {
          context.strokeStyle = this.theme.get("--mk-paper");
          context.globalAlpha = 0.85;
          context.lineWidth = 8;
          context.stroke();
          context.strokeStyle = colour;
        }
        context.globalAlpha = strong ? 0.9 : 0.32;
        context.lineWidth = strong ? 4.5 : 3.2;
        context.stroke();
      }
      context.globalAlpha = 1;
    }

    paintFronts(context, sight) {
      vector.path(context, this.frontLines, sight);
      context.strokeStyle = this.theme.get("--mk-front");
      context.lineWidth = 1.2;
      context.setLineDash([6, 5]);
      context.stroke();
      context.setLineDash([]);
    }
  };
})();
