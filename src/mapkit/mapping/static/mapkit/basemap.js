/* The vector basemap: land, water, borders and rivers, drawn on one canvas below everything. */
(function () {
  "use strict";

  const { mapkit } = L;
  const TOP = 85.0511287798;
  const SMALL_BELOW = 4.5; // zoom
  const SMALL_STEP = 1 / (256 * 2 ** SMALL_BELOW);

  /* Web Mercator in units of the world's width, so that one multiplication gives pixels at any zoom. */
  function project(lng, lat) {
    const phi = (Math.max(-TOP, Math.min(TOP, lat)) * Math.PI) / 180;
    return [(lng + 180) / 360, 0.5 - Math.log(Math.tan(Math.PI / 4 + phi / 2)) / (2 * Math.PI)];
  }

  /* A ring or line given as flat world coordinates (x, y, x, y, ...), with its box. */
  function boxed(points) {
    const box = [Infinity, Infinity, -Infinity, -Infinity];
    for (let index = 0; index < points.length; index += 2) {
      const [x, y] = [points[index], points[index + 1]];
      if (x < box[0]) box[0] = x;
      if (y < box[1]) box[1] = y;
      if (x > box[2]) box[2] = x;
      if (y > box[3]) box[3] = y;
    }
    return { points, box };
  }

  function flatten(coordinates) {
    const points = new Float64Array(coordinates.length * 2);
    coordinates.forEach(([lng, lat], index) => points.set(project(lng, lat), 2 * index));
    return boxed(points);
  }

  const join = (boxes) => boxes.reduce(
    (all, box) => [
      Math.min(all[0], box[0]), Math.min(all[1], box[1]), Math.max(all[2], box[2]), Math.max(all[3], box[3]),
    ],
    [Infinity, Infinity, -Infinity, -Infinity],
  );

  /* A GeoJSON geometry as parts to draw: {closed, parts: [{points, box}], box}; null where it has no extent. */
  function prepare(geometry) {
    if (!geometry) return null;
    let lines = [];
    let closed = false;
    switch (geometry.type) {
      case "Polygon": [lines, closed] = [geometry.coordinates, true]; break;
      case "MultiPolygon": [lines, closed] = [geometry.coordinates.flat(), true]; break;
      case "LineString": lines = [geometry.coordinates]; break;
      case "MultiLineString": lines = geometry.coordinates; break;
      case "GeometryCollection": {
        const found = geometry.geometries.map(prepare).filter(Boolean);
        if (!found.length) return null;
        return { closed: found[0].closed, parts: found.flatMap((item) => item.parts), box: join(found.map((item) => item.box)) };
      }
      default: return null;
    }
    const parts = lines.filter((line) => line.length > 1).map(flatten);
    return parts.length ? { closed, parts, box: join(parts.map((part) => part.box)) } : null;
  }

  /* What a canvas sees: pixels of the world at this zoom, and the copies of the world in view. */
  function frame(map, bounds, margin) {
    const scale = map.options.crs.scale(map.getZoom());
    const origin = map.getPixelOrigin();
    const edge = margin || 8;
    const view = [
      (bounds.min.x + origin.x - edge) / scale, (bounds.min.y + origin.y - edge) / scale,
      (bounds.max.x + origin.x + edge) / scale, (bounds.max.y + origin.y + edge) / scale,
    ];
    const copies = [];
    for (let copy = Math.floor(view[0]); copy <= Math.floor(view[2]); copy++) copies.push(copy);
    return { scale, origin, view, copies };
  }

  const meets = (box, view, copy) =>
    box[2] + copy >= view[0] && box[0] + copy <= view[2] && box[3] >= view[1] && box[1] <= view[3];

  /* Add the visible parts of a prepared shape to the current path; vertices closer than a pixel are passed over. */
  function trace(context, shape, sight, copy) {
    const { scale, origin, view } = sight;
    const [west, east] = [view[0] - copy, view[2] - copy];
    const [north, south] = [view[1], view[3]];
    const side = (x, y) => (x < west ? 1 : x > east ? 2 : 0) | (y < north ? 4 : y > south ? 8 : 0);
    const step = 0.6 / scale;
    const [ox, oy] = [copy * scale - origin.x, -origin.y];
    for (const part of shape.parts) {
      if (!meets(part.box, view, copy)) continue;
      if (shape.closed && part.box[2] - part.box[0] < step && part.box[3] - part.box[1] < step) continue;
      const { points } = part;
      const last = points.length - 2;
      let [px, py] = [points[0], points[1]];
      let before = side(px, py);
      let here = last >= 2 ? side(points[2], points[3]) : 0;
      context.moveTo(px * scale + ox, py * scale + oy);
      for (let index = 2; index <= last; index += 2) {
        const [x, y] = [points[index], points[index + 1]];
        const next = index < last ? side(points[index + 2], points[index + 3]) : 0;
        const away = before & here & next; // beyond one edge with both its neighbours: it cannot be seen
        const close = Math.abs(x - px) < step && Math.abs(y - py) < step;
        if (index === last || !(away || close)) {
          context.lineTo(x * scale + ox, y * scale + oy);
          [px, py] = [x, y];
          before = here;
        }
        here = next;
      }
      if (shape.closed) context.closePath();
    }
  }

  function path(context, shapes, sight) {
    context.beginPath();
    for (const copy of sight.copies) {
      for (const shape of shapes) if (meets(shape.box, sight.view, copy)) trace(context, shape, sight, copy);
    }
  }

  /* The lines along which two of these polygons meet, and those along which one meets the sea. */
  function divide(shapes) {
    const lines = shapes.flatMap((shape) => shape.parts.map((part) => part.points));
    // A number for each segment, the same in either direction.
    const keys = lines.map((points) => {
      const found = new Float64Array(points.length / 2);
      for (let index = 2; index < points.length; index += 2) {
        const ax = points[index - 2], ay = points[index - 1], bx = points[index], by = points[index + 1];
        found[index / 2] = ax + bx + 7919.13 * (ay + by) + 104729.7 * (ax * bx + ay * by);
      }
      return found;
    });
    const met = new Set(), twice = new Set();
    for (const found of keys) {
      for (let index = 1; index < found.length; index++) {
        if (met.has(found[index])) twice.add(found[index]);
        else met.add(found[index]);
      }
    }
    const found = { inner: [], outer: [] };
    const drawn = new Set();
    lines.forEach((points, line) => {
      let run = null;
      for (let index = 2; index < points.length; index += 2) {
        const key = keys[line][index / 2];
        const kind = twice.has(key) ? "inner" : "outer";
        if (kind === "inner" && drawn.has(key)) {
          run = null;
          continue;
        }
        if (kind === "inner") drawn.add(key);
        if (run && run.kind === kind && run.end === index - 2) {
          run.end = index;
        } else {
          run = { kind, points, start: index - 2, end: index };
          found[kind].push(run);
        }
      }
    });
    const shape = (runs) => {
      const parts = runs.map(({ points, start, end }) => boxed(points.slice(start, end + 2)));
      return parts.length ? [{ closed: false, parts, box: join(parts.map((part) => part.box)) }] : [];
    };
    return { inner: shape(found.inner), outer: shape(found.outer) };
  }

  /* The same shapes for a small map: points closer than a step of the world are left out, and parts smaller than it. */
  function coarser(shapes, step) {
    return shapes.flatMap((shape) => {
      const parts = shape.parts.flatMap(({ points, box }) => {
        if (box[2] - box[0] < step && box[3] - box[1] < step) return [];
        const kept = [points[0], points[1]];
        const last = points.length - 2;
        for (let index = 2; index < last; index += 2) {
          const far = Math.abs(points[index] - kept[kept.length - 2]) + Math.abs(points[index + 1] - kept[kept.length - 1]);
          if (far > step) kept.push(points[index], points[index + 1]);
        }
        kept.push(points[last], points[last + 1]);
        return kept.length > 4 ? [boxed(Float64Array.from(kept))] : [];
      });
      return parts.length ? [{ ...shape, parts }] : [];
    });
  }

  /* From which zoom a river or lake of a Natural Earth scale rank (0 the largest) is drawn and named. */
  const visibleFrom = (rank) => 2.2 + 0.52 * (rank ?? 6);

  mapkit.vector = { prepare, divide, frame, path, meets, visibleFrom };

  mapkit.Basemap = class {
    constructor(map, theme, config) {
      this.map = map;
      this.theme = theme;
      this.config = config;
      this.data = { land: [], lakes: [], rivers: [], countries: [], admin1_lines: [], borders: [], coast: [] };
      this.small = { land: [], lakes: [], rivers: [], countries: [], borders: [] };
      this.started = new Set();
      this.listeners = [];
      this.layer = new mapkit.CanvasLayer((context, bounds) => this.paint(context, bounds), { pane: "mapkit-base" });
      this.layer.addTo(map);
      theme.onChange(() => this.layer.redraw());
      map.on("zoomend", () => this.want());
      this.want();
    }

    onLoad(listener) {
      this.listeners.push(listener);
    }

    /* Fetch what this zoom needs; each file once. */
    want() {
      this.load("land");
      this.load("countries");
      this.load("lakes");
      this.load("rivers");
      if (this.map.getZoom() >= 4.5) this.load("admin1_lines");
    }

    async load(name) {
      if (this.started.has(name)) return;
      this.started.add(name);
      try {
        this.keep(name, await mapkit.fetchJson(`${this.config.base}/geo/${name}.json`));
      } catch (error) {
        mapkit.warn(this.map, `The map layer “${name}” could not be loaded.`);
        console.error("mapkit: layer", name, error);
        return;
      }
      this.layer.redraw();
      this.listeners.forEach((listener) => listener(name));
    }

    keep(name, file) {
      const features = file.features || [{ geometry: file, properties: {} }];
      this.data[name] = features.flatMap((feature) => {
        const shape = prepare(feature.geometry);
        return shape ? [{ ...shape, id: feature.id, properties: feature.properties || {} }] : [];
      });
      if (name === "countries") {
        const lines = divide(this.data.countries);
        this.data.borders = lines.inner;
        this.data.coast = lines.outer;
      }
      // A pixel at the zoom below which the small map is drawn.
      if (name !== "admin1_lines") this.small[name] = coarser(this.data[name], SMALL_STEP);
      if (name === "countries") this.small.borders = coarser(this.data.borders, SMALL_STEP);
    }

    paint(context, bounds) {
      const { theme } = this;
      const zoom = this.map.getZoom();
      const small = zoom < SMALL_BELOW;
      const data = small ? this.small : this.data;
      const sight = frame(this.map, bounds);
      const size = bounds.getSize();
      context.fillStyle = theme.get("--mk-water");
      context.fillRect(bounds.min.x, bounds.min.y, size.x, size.y);
      context.lineJoin = "round";
      context.lineCap = "round";

      const whole = small || !data.countries.length;
      path(context, whole ? data.land : data.countries, sight);
      context.fillStyle = theme.get("--mk-land");
      context.fill();
      // Neighbouring fills leave hairlines of water between them where they are smoothed; close these.
      this.stroke(context, whole ? "--mk-coast" : "--mk-land", 0.7);

      if (zoom >= 4.5) {
        path(context, data.admin1_lines, sight);
        this.stroke(context, "--mk-province", zoom < 6 ? 0.6 : 0.9, [4, 3]);
      }
      this.paintRivers(context, sight, zoom, data.rivers);
      const lakes = data.lakes.filter((lake) => zoom >= visibleFrom(lake.properties.rank));
      path(context, lakes.filter((lake) => !lake.properties.drained), sight);
      context.fillStyle = theme.get("--mk-water");
      context.fill();
      this.stroke(context, "--mk-coast", 0.6);
      path(context, lakes.filter((lake) => lake.properties.drained), sight); // a bed, no water
      this.stroke(context, "--mk-coast", 0.8, [2, 2.5]);
      if (!whole) {
        path(context, data.coast, sight);
        this.stroke(context, "--mk-coast", 0.9);
      }

      path(context, data.borders, sight);
      if (!small) this.stroke(context, "--mk-border-glow", zoom < 6 ? 3.5 : 5.5);
      this.stroke(context, "--mk-border", small ? 0.9 : 1.2);
    }

    paintRivers(context, sight, zoom, all) {
      const grow = Math.min(2, Math.max(0.6, (zoom - 2) / 4));
      const shown = all.filter(({ properties: { rank } }) => zoom >= visibleFrom(rank));
      for (const [low, high, width] of [[0, 4, 1.5], [5, 7, 1.1], [8, 99, 0.8]]) {
        for (const approximate of [false, true]) {
          const rivers = shown.filter(({ properties }) => (properties.rank ?? 6) >= low &&
            (properties.rank ?? 6) <= high && Boolean(properties.approximate) === approximate);
          if (!rivers.length) continue;
          path(context, rivers, sight);
          context.globalAlpha = approximate ? 0.65 : 1;
          this.stroke(context, "--mk-river", width * grow, approximate ? [6, 4] : []);
          context.globalAlpha = 1;
        }
      }
    }

    stroke(context, property, width, dash) {
      context.strokeStyle = this.theme.get(property);
      context.lineWidth = width;
      context.setLineDash(dash || []);
      context.stroke();
      context.setLineDash([]);
    }
  };
})();
