/* Distances: stated in the text (rings and lines), measured between two selected events, and uncertainty. */
(function () {
  "use strict";

  const { mapkit } = L;
  const { geodesy, t, numeral } = mapkit;
  const ALL_FROM = 8; // zoom from which all stated distances in view are drawn
  const ALL_LIMIT = 40;

  const ABOUT = /\b(about|some|around|nearly|roughly|approximately|almost|circa|or so|close to)\b|[~≈]/i;
  const BELOW = /\b(within|less than|under|up to|at most|no more than)\b/i;
  const ABOVE = /\b(more than|over|at least|no less than|beyond)\b/i;

  /* "≈ 10 km from Pokrovsk: stated": the text's own figure and places, and that it is the text's. */
  mapkit.distanceText = function (distance) {
    const text = distance.text || "";
    const sign = ABOUT.test(text) ? "≈ " : BELOW.test(text) ? "≤ " : ABOVE.test(text) ? "≥ " : "";
    const figure = `${sign}${t("{n} km", { n: numeral(Number(distance.km.toPrecision(4))) })}`;
    const { from_place: from, to_place: to } = distance;
    const edge = from && /\boutskirts\b/i.test(text) && !/outskirts/i.test(from) ? t("{place}’s outskirts", { place: from }) : from;
    const way = distance.direction ? t(distance.direction) : "";
    let where = "";
    if (edge && to && distance.relation === "between") where = t("between {place} and {other}", { place: from, other: to });
    else if (edge && to) where = `${way} ${t("from {place}", { place: edge })} ${t("to {place}", { place: to })}`;
    else if (edge && distance.relation === "along") where = `${way} ${t("along {place}", { place: edge })}`;
    else if (edge) where = way ? `${way} ${t("of {place}", { place: edge })}` : t("from {place}", { place: edge });
    return t("{distance}: stated", { distance: [figure, where.trim()].filter(Boolean).join(" ") });
  };

  /* Spots for words along a line: on its middle, beside it, then towards its ends. */
  const along = (points) => [0.5, 0.35, 0.65].flatMap((share) => {
    const at = points[Math.round(share * (points.length - 1))];
    return ["centre", "above", "below", "right", "left"].map((side) => ({ at, side }));
  });

  mapkit.along = along;

  mapkit.Annotations = class {
    constructor(controller) {
      Object.assign(this, { controller, map: controller.map, theme: controller.theme });
      this.all = null; // null: by zoom; true or false: as the reader set it
      this.notes = new mapkit.Notes(this.map, () => this.controller.obstacles());
      this.drawn = [];
      this.selected = [];
      this.inView = [];
      this.layer = new mapkit.CanvasLayer((context) => this.paint(context), { pane: "mapkit-notes" });
      this.layer.addTo(this.map);
      this.theme.onChange(() => this.layer.redraw());
    }

    setAll(all) {
      this.all = all;
      return this.view(this.controller.swipe.sides().flatMap((events) => events.features));
    }

    showsAll() {
      return this.all ?? (!this.controller.swipe.active && this.map.getZoom() >= ALL_FROM);
    }

    /* The selected event, and the second one where there are two. */
    select(records) {
      this.selected = records;
      this.rebuild();
    }

    /* The events in view: their stated distances, where these are shown. */
    async view(features) {
      const ticket = (this.ticket = {});
      let records = [];
      if (this.showsAll()) {
        const wanted = features.filter((feature) => feature.id && feature.has_distance !== false).slice(0, ALL_LIMIT);
        const answers = await Promise.allSettled(wanted.map((feature) => this.controller.records.get(feature.id)));
        records = answers.flatMap((answer) => (answer.status === "fulfilled" ? [answer.value] : []));
      }
      if (this.ticket !== ticket) return;
      this.inView = records;
      this.rebuild();
    }

    rebuild() {
      this.drawn = [];
      this.words = [];
      const told = new Set();
      const strong = new Set(this.selected.map((record) => record.event_id));
      if (this.selected.length === 2) this.between(...this.selected);
      for (const record of [...this.selected, ...this.inView]) {
        for (const distance of record.distances || []) {
          const key = [distance.km, distance.from_latitude, distance.from_longitude, distance.to_latitude, distance.text].join("|");
          if (!told.has(key)) this.stated(record, distance, strong.has(record.event_id));
          told.add(key);
        }
      }
      for (const record of this.selected) this.uncertainty(record);
      this.notes.set(this.words);
      this.layer.redraw();
    }

    uncertainty(record) {
      const metres = record.coordinate_uncertainty_m;
      if (!(metres > 0) || record.latitude === null || mapkit.kindOf(record) !== "point") return;
      const centre = { lat: record.latitude, lng: record.longitude };
      this.drawn.push({ points: geodesy.ring(centre, metres), closed: true, style: "uncertainty", type: record.event_type });
      const [top, bottom] = [0, 180].map((bearing) => geodesy.destination(centre, bearing, metres));
      this.words.push({
        text: `± ${geodesy.lengthText(metres)}`, tone: "quiet", shy: true, across: [centre, top],
        spots: [{ at: bottom, side: "below" }, { at: top, side: "above" }],
      });
    }

    stated(record, distance, strong) {
      if (!Number.isFinite(distance.km) || !Number.isFinite(distance.from_latitude)) return;
      const from = { lat: distance.from_latitude, lng: distance.from_longitude };
      const to = this.otherEnd(record, distance, from);
      const style = strong ? "stated" : "stated-faint";
      const words = { text: mapkit.distanceText(distance), tone: strong ? "" : "quiet", shy: !strong };
      if (to) {
        const points = geodesy.path(from, to);
        this.drawn.push({ points, style, ends: true });
        words.spots = along(points);
      } else {
        const metres = distance.km * 1000;
        this.drawn.push({ points: geodesy.ring(from, metres), closed: true, style });
        words.spots = [["above", 0], ["below", 180], ["right", 90], ["left", 270]]
          .map(([side, bearing]) => ({ side, at: geodesy.destination(from, bearing, metres) }));
        if (!strong) words.across = [from, words.spots[0].at];
      }
      this.words.push(words);
    }

    /* Where the text's distance leads: to the place it names, or to the event where it was placed by that distance. */
    otherEnd(record, distance, from) {
      if (Number.isFinite(distance.to_latitude)) return { lat: distance.to_latitude, lng: distance.to_longitude };
      if (record.georeference_method !== "offset" || !Number.isFinite(record.latitude)) return null;
      const here = { lat: record.latitude, lng: record.longitude };
      const off = geodesy.inverse(from, here).metres / 1000;
      return Math.abs(off - distance.km) <= 0.1 * distance.km + 0.5 ? here : null;
    }

    between(one, two) {
      if (!Number.isFinite(one.latitude) || !Number.isFinite(two.latitude)) return;
      const [a, b] = [one, two].map((record) => ({ lat: record.latitude, lng: record.longitude }));
      b.lng = mapkit.nearestLng(b.lng, a.lng);
      const { metres, bearing } = geodesy.inverse(a, b);
      if (metres < 1) return;
      const points = geodesy.path(a, b);
      this.drawn.push({ points, style: "measured", ends: true });
      const text = `${geodesy.lengthText(metres)} · ${geodesy.bearingText(bearing)}`;
      this.words.push({ text, tone: "strong", spots: along(points) });
    }

    paint(context) {
      const styles = {
        uncertainty: { colour: null, width: 1.2, dash: [2, 4], fill: 0.07 },
        stated: { colour: "--mk-distance", width: 1.8, dash: [7, 4] },
        "stated-faint": { colour: "--mk-distance", width: 1.1, dash: [5, 4] },
        measured: { colour: "--mk-accent", width: 2.2, dash: [] },
      };
      const reference = this.map.getCenter().lng;
      context.lineJoin = context.lineCap = "round";
      for (const { points, closed, style, type, ends } of this.drawn) {
        const { colour, width, dash, fill } = styles[style];
        const tone = colour ? this.theme.get(colour) : this.controller.symbols.colour(type);
        const shift = mapkit.nearestLng(points[0].lng, reference) - points[0].lng;
        const pixels = points.map((point) => this.map.latLngToLayerPoint([point.lat, point.lng + shift]));
        context.beginPath();
        pixels.forEach((pixel, index) => (index ? context.lineTo(pixel.x, pixel.y) : context.moveTo(pixel.x, pixel.y)));
        if (closed) context.closePath();
        if (fill) {
          context.fillStyle = tone;
          context.globalAlpha = fill;
          context.fill();
          context.globalAlpha = 1;
        }
        if (!closed) {
          context.strokeStyle = this.theme.get("--mk-paper");
          context.lineWidth = width + 2.6;
          context.globalAlpha = 0.8;
          context.stroke();
          context.globalAlpha = 1;
        }
        context.setLineDash(dash);
        context.strokeStyle = tone;
        context.lineWidth = width;
        context.stroke();
        context.setLineDash([]);
        if (ends) [pixels[0], pixels[pixels.length - 1]].forEach((pixel) => this.end(context, pixel, tone));
      }
    }

    end(context, { x, y }, tone) {
      context.beginPath();
      context.arc(x, y, 3, 0, 2 * Math.PI);
      context.fillStyle = this.theme.get("--mk-paper");
      context.fill();
      context.strokeStyle = tone;
      context.lineWidth = 1.6;
      context.stroke();
    }
  };
})();
