/* Names on the map, by what is in view: countries, provinces, towns, rivers, lakes. None overlaps another. */
(function () {
  "use strict";

  const { mapkit } = L;
  const { vector } = mapkit;
  const { Taken, area, heart, walk, straightest } = mapkit.placing;

  const isTown = (code) => /^PPL/.test(code || "");
  const isCountry = (code) => /^(PCL|TERR)/.test(code || "");
  const isSea = (code) => /^(OCN|SEA|GULF|BAY|STRT)$/.test(code || "");
  const isProvince = (code) => /^ADM1/.test(code || "");

  mapkit.Labels = class {
    constructor(map, theme, config, basemap) {
      this.map = map;
      this.theme = theme;
      this.config = config;
      this.basemap = basemap;
      this.places = [];
      this.shown = true;
      this.obstacles = () => [];
      this.extra = () => [];
      this.widths = new mapkit.Cache(4000);
      this.layer = new mapkit.CanvasLayer((context, bounds) => this.paint(context, bounds), { pane: "mapkit-labels" });
      this.layer.addTo(map);
      this.fetchSoon = mapkit.debounce(60, () => this.fetch());
      theme.onChange(() => this.layer.redraw());
      basemap.onLoad((name) => {
        if (name === "countries") this.countries = null;
        this.layer.redraw();
      });
      map.on("moveend", this.fetchSoon);
      this.fetchSoon();
    }

    toggle(shown) {
      this.shown = shown;
      this.layer.redraw();
    }

    async fetch() {
      if (this.abort) this.abort.abort();
      this.abort = new AbortController();
      const box = mapkit.viewBox(this.map, 0.15);
      const zoom = Math.round(this.map.getZoom());
      try {
        const url = `${this.config.base}/api/places?bbox=${box.join(",")}&z=${zoom}&limit=400`;
        const centre = this.map.getCenter().lng;
        this.places = await mapkit.fetchJson(url, this.abort.signal);
        this.centre = centre;
        this.failures = 0;
        this.layer.redraw();
      } catch (error) {
        if (mapkit.isAbort(error)) return;
        console.error("mapkit: labels", error);
        this.failures = (this.failures || 0) + 1;
        if (this.failures <= 3) setTimeout(this.fetchSoon, 4000 * this.failures);
      }
    }

    paint(context, bounds) {
      if (!this.shown) return;
      const zoom = this.map.getZoom();
      const taken = new Taken();
      this.obstacles().forEach((box) => taken.add(box));
      context.textBaseline = "middle";
      context.lineJoin = "round";
      const sight = vector.frame(this.map, bounds);
      this.paintExtra(context, taken, sight);
      if (zoom < 7) this.paintCountries(context, taken, sight, zoom);
      this.paintPlaces(context, taken, bounds, zoom);
      this.paintWater(context, taken, sight, bounds, zoom);
    }

    /* Names of shapes that another layer shows: [{name, box, colour}], inside each. */
    paintExtra(context, taken, sight) {
      const towns = this.places.filter((place) => place.rank <= 3).map((place) => this.pointOf(place));
      context.font = this.font(600, 11);
      context.textAlign = "center";
      for (const { name, parts, colour } of this.extra()) {
        const width = this.width(context, name, 0.4);
        for (const copy of sight.copies) {
          for (const part of parts) {
            if (!vector.meets(part.box, sight.view, copy) || (part.box[2] - part.box[0]) * sight.scale < width) continue;
            const anchor = this.anchorInView({ part, anchor: heart(part, part.box) }, sight, copy, width / sight.scale);
            if (!anchor) continue;
            const x = (anchor[0] + copy) * sight.scale - sight.origin.x;
            const y = this.row(taken, towns, x, anchor[1] * sight.scale - sight.origin.y, width / 2 + 5, 12);
            if (y === null) continue;
            const box = [x - width / 2 - 5, y - 9, x + width / 2 + 5, y + 9];
            taken.add(box);
            this.ink(context, name, x, y, colour, "--mk-halo", 0.4);
          }
        }
      }
    }

    /* The row nearest to the middle where a name covers neither another name nor any of these dots; else null. */
    row(taken, dots, x, middle, half, size) {
      for (const by of [0, -size, size, -2 * size, 2 * size]) {
        const [top, bottom] = [middle + by - size * 0.8, middle + by + size * 0.8];
        const covers = dots.some((dot) => dot.x > x - half && dot.x < x + half && dot.y > top && dot.y < bottom);
        if (!covers && taken.free([x - half, top, x + half, bottom])) return middle + by;
      }
      return null;
    }

    font(weight, size, style) {
      return `${style || "normal"} ${weight} ${size}px ${this.theme.get("--mk-font")}`;
    }

    width(context, text, spacing) {
      const key = `${context.font}|${spacing}|${text}`;
      const known = this.widths.get(key);
      if (known !== undefined) return known;
      context.letterSpacing = `${spacing}px`;
      return this.widths.set(key, context.measureText(text).width);
    }

    ink(context, text, x, y, colour, halo, spacing) {
      context.letterSpacing = `${spacing || 0}px`;
      context.strokeStyle = this.theme.get(halo);
      context.lineWidth = 3;
      context.strokeText(text, x, y);
      context.fillStyle = this.theme.get(colour);
      context.fillText(text, x, y);
    }

    /* Centre of each country's largest part, and its width, once; a coarse outline is enough for a name. */
    countryAnchors() {
      if (this.countries) return this.countries;
      this.countries = this.basemap.small.countries.flatMap((country) => {
        const { name } = country.properties;
        const part = country.parts.reduce((best, item) => (item.points.length && area(item) > area(best) ? item : best));
        return name ? [{ name, part, area: area(part), anchor: heart(part, part.box), box: part.box }] : [];
      }).sort((a, b) => b.area - a.area);
      return this.countries;
    }

    paintCountries(context, taken, sight, zoom) {
      const dots = (wanted) => this.places.filter(wanted).map((place) => this.pointOf(place));
      const capitals = dots((place) => place.code === "PPLC");
      const towns = dots((place) => isTown(place.code));
      for (const country of this.countryAnchors()) {
        const across = (country.box[2] - country.box[0]) * sight.scale;
        const size = Math.max(10.5, Math.min(17, 8 + Math.sqrt(country.area) * sight.scale * 0.028));
        const text = country.name.toUpperCase();
        context.font = this.font(600, size);
        const width = this.width(context, text, size * 0.14);
        if (width > across * 1.15 && zoom < 6) continue;
        for (const copy of sight.copies) {
          const anchor = this.anchorInView(country, sight, copy, width / sight.scale);
          if (!anchor) continue;
          const x = (anchor[0] + copy) * sight.scale - sight.origin.x;
          const middle = anchor[1] * sight.scale - sight.origin.y;
          const spot = [x, middle, width / 2 + 6, size];
          const y = this.row(taken, towns, ...spot) ?? this.row(taken, capitals, ...spot);
          if (y === null) continue;
          const box = [x - width / 2 - 6, y - size * 0.7, x + width / 2 + 6, y + size * 0.7];
          taken.add(box);
          context.textAlign = "center";
          this.ink(context, text, x, y, "--mk-label-country", "--mk-halo", size * 0.14);
        }
      }
    }

    /* Where a country's name goes: its heart, or where that is out of view the heart of what is in view. */
    anchorInView(country, sight, copy, width) {
      const { part, anchor } = country;
      if (!vector.meets(part.box, sight.view, copy)) return null;
      const size = this.map.getSize();
      const [west, north] = [this.map.getPixelBounds().min.x / sight.scale - copy, this.map.getPixelBounds().min.y / sight.scale];
      const view = [west, north, west + size.x / sight.scale, north + size.y / sight.scale];
      const room = [
        Math.max(part.box[0], view[0]), Math.max(part.box[1], view[1]),
        Math.min(part.box[2], view[2]), Math.min(part.box[3], view[3]),
      ];
      const half = width / 2;
      if (anchor[0] - half > view[0] && anchor[0] + half < view[2] && anchor[1] > view[1] && anchor[1] < view[3]) return anchor;
      if (room[2] - room[0] < width * 1.2 || room[3] <= room[1]) return null;
      return heart(part, room, width * 1.1);
    }

    pointOf(place) {
      // Longitudes are those of the world that was in view; the map may have jumped to another since.
      const shift = 360 * Math.round((this.map.getCenter().lng - (this.centre ?? 0)) / 360);
      return this.map.latLngToLayerPoint([place.lat, place.lon + shift]);
    }

    paintPlaces(context, taken, bounds, zoom) {
      for (const place of this.places) {
        const point = this.pointOf(place);
        if (!bounds.contains(point)) continue;
        if (isCountry(place.code)) continue;
        if (isTown(place.code)) this.town(context, taken, place, point, zoom);
        else if (isSea(place.code)) this.sea(context, taken, place, point);
        else if (isProvince(place.code)) this.province(context, taken, place, point, zoom);
        else if (zoom >= 8) this.other(context, taken, place, point);
      }
    }

    town(context, taken, place, point, zoom) {
      const capital = place.code === "PPLC";
      const seat = capital || place.code === "PPLA";
      const weight = Math.log10(Math.max(place.population || 0, 300));
      const size = Math.max(10.5, Math.min(16, 10.2 + (weight - 4) * 1.15 + (zoom - 6) * 0.42 + (seat ? 0.7 : 0)));
      context.font = this.font(seat ? 600 : 500, Math.round(size * 2) / 2);
      const width = this.width(context, place.name, 0.1);
      const dot = capital ? 3 : weight > 5 ? 2.4 : 1.8;
      const half = size * 0.58;
      const { x, y } = point;
      const gap = dot + 4;
      const spots = [];
      for (const reach of [gap, 15, 22]) {
        spots.push(["left", x + reach, y], ["right", x - reach, y], ["center", x, y - reach - half * 0.6], ["center", x, y + reach + half * 0.6]);
      }
      for (const [align, tx, ty] of spots) {
        const left = align === "left" ? tx : align === "right" ? tx - width : tx - width / 2;
        const box = [left - 3, ty - half, left + width + 3, ty + half];
        if (!taken.free(box)) continue;
        taken.add(box);
        taken.add([x - dot, y - dot, x + dot, y + dot]);
        context.beginPath();
        context.arc(x, y, dot, 0, 2 * Math.PI);
        context.fillStyle = this.theme.get(capital ? "--mk-label" : "--mk-halo");
        context.strokeStyle = this.theme.get("--mk-label");
        context.lineWidth = 1.1;
        context.fill();
        context.stroke();
        context.textAlign = align;
        this.ink(context, place.name, tx, ty, "--mk-label", "--mk-halo", 0.1);
        return;
      }
    }

    province(context, taken, place, point, zoom) {
      if (zoom < 6 || zoom > 9.5) return;
      const text = place.name.toUpperCase();
      context.font = this.font(500, 10);
      const width = this.width(context, text, 1.6);
      const box = [point.x - width / 2 - 8, point.y - 9, point.x + width / 2 + 8, point.y + 9];
      if (!taken.free(box)) return;
      taken.add(box);
      context.textAlign = "center";
      this.ink(context, text, point.x, point.y, "--mk-label-province", "--mk-halo", 1.6);
    }

    /* A sea's name, one word a line. */
    sea(context, taken, place, point) {
      const size = place.code === "OCN" ? 13.5 : place.code === "SEA" ? 12.5 : 11;
      context.font = this.font(400, size, "italic");
      const lines = place.name.split(" ");
      const width = Math.max(...lines.map((line) => this.width(context, line, 1)));
      const tall = (lines.length * size * 1.2) / 2;
      const box = [point.x - width / 2 - 4, point.y - tall, point.x + width / 2 + 4, point.y + tall];
      if (!taken.free(box)) return;
      taken.add(box);
      context.textAlign = "center";
      lines.forEach((line, index) => {
        const y = point.y + (index - (lines.length - 1) / 2) * size * 1.2;
        this.ink(context, line, point.x, y, "--mk-label-water", "--mk-halo-water", 1);
      });
    }

    other(context, taken, place, point) {
      context.font = this.font(400, 10.5, "italic");
      const width = this.width(context, place.name, 0.2);
      const box = [point.x - width / 2 - 4, point.y - 8, point.x + width / 2 + 4, point.y + 8];
      if (!taken.free(box)) return;
      taken.add(box);
      context.textAlign = "center";
      this.ink(context, place.name, point.x, point.y, "--mk-label-province", "--mk-halo", 0.2);
    }

    paintWater(context, taken, sight, bounds, zoom) {
      const { rivers, lakes } = this.basemap.data;
      for (const river of [...rivers].sort((a, b) => (a.properties.rank ?? 6) - (b.properties.rank ?? 6))) {
        const { name, rank } = river.properties;
        if (!name || zoom < vector.visibleFrom(rank) + 0.7) continue;
        for (const copy of sight.copies) {
          if (vector.meets(river.box, sight.view, copy)) this.along(context, taken, river, name, sight, copy, bounds, zoom);
        }
      }
      for (const lake of lakes) {
        const { rank, drained } = lake.properties;
        if (!lake.properties.name || zoom < vector.visibleFrom(rank) + 0.5) continue;
        const name = drained ? mapkit.t("{lake} (drained {year})", { lake: lake.properties.name, year: String(drained).slice(0, 4) }) : lake.properties.name;
        const across = (lake.box[2] - lake.box[0]) * sight.scale;
        context.font = this.font(400, 11, "italic");
        const width = this.width(context, name, 0.6);
        if (across < width * 0.8) continue;
        for (const copy of sight.copies) {
          const x = ((lake.box[0] + lake.box[2]) / 2 + copy) * sight.scale - sight.origin.x;
          const y = ((lake.box[1] + lake.box[3]) / 2) * sight.scale - sight.origin.y;
          const box = [x - width / 2 - 4, y - 8, x + width / 2 + 4, y + 8];
          if (!taken.free(box)) continue;
          taken.add(box);
          context.textAlign = "center";
          this.ink(context, name, x, y, "--mk-label-water", "--mk-halo-water", 0.6);
        }
      }
    }

    /* A name along its river: letter by letter on the straightest visible stretch, repeated where it is long. */
    along(context, taken, river, name, sight, copy, bounds, zoom) {
      const size = (river.properties.rank ?? 6) <= 5 ? 12 : 11;
      const spacing = 1.2;
      context.font = this.font(400, zoom >= 9 ? size + 1 : size, "italic");
      const width = this.width(context, name, spacing) + 8;
      let placed = 0;
      for (const part of river.parts) {
        if (!vector.meets(part.box, sight.view, copy)) continue;
        const line = walk(part.points, sight, copy, bounds);
        let from = 0;
        while (placed < 4 && line.length - from > width) {
          const start = straightest(line, from, width, 560);
          if (start < 0) break;
          if (this.letters(context, taken, line, start + 4, name, spacing)) placed++;
          from = start + width + 380;
        }
      }
    }

    letters(context, taken, line, start, name, spacing) {
      const first = line.at(start), last = line.at(start + this.width(context, name, spacing));
      const back = last.x < first.x; // letters always read from left to right
      const glyphs = [];
      let offset = 0;
      for (const char of back ? [...name].reverse() : [...name]) {
        const wide = this.width(context, char, 0) + spacing;
        const spot = line.at(start + offset + wide / 2);
        glyphs.push({ char, x: spot.x, y: spot.y, angle: back ? spot.angle + Math.PI : spot.angle });
        offset += wide;
      }
      const boxes = glyphs.map(({ x, y }) => [x - 6, y - 7, x + 6, y + 7]);
      if (!boxes.every((box) => taken.free(box))) return false;
      boxes.forEach((box) => taken.add(box));
      context.textAlign = "center";
      context.letterSpacing = "0px";
      for (const [halo, paint] of [[true, "strokeText"], [false, "fillText"]]) {
        context.strokeStyle = this.theme.get("--mk-halo");
        context.lineWidth = 3;
        context.fillStyle = this.theme.get("--mk-label-water");
        for (const { char, x, y, angle } of glyphs) {
          context.save();
          context.translate(x, y);
          context.rotate(angle);
          context[paint](char, 0, halo ? -5 : -5);
          context.restore();
        }
      }
      return true;
    }
  };
})();
