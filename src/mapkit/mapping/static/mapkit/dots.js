/* Many events on a canvas, sixty times a second: those of a few pixels are one small symbol, of the type and claim that
   most of them have and larger the more they are, stamped straight into the pixels. While a period slides only what
   enters and leaves it is counted. */
(function () {
  "use strict";

  const { mapkit } = L;
  const CELL = 6; // CSS pixels
  const RADII = [4, 4.6, 5.4, 6.4, 7.6]; // CSS pixels, by how many fours there are in a cell
  const RIM = 3; // CSS pixels around a symbol

  const sizeOf = (count) => Math.min(RADII.length - 1, Math.ceil(Math.log2(count) / 2));

  mapkit.Dots = class {
    constructor(symbols, theme) {
      Object.assign(this, { symbols, theme });
    }

    /* Draw a film's period on a canvas whose top left is at `corner`, in pixels of the world at a zoom. */
    paint(context, film, period, corner, zoom) {
      const { width, height } = context.canvas;
      const ratio = Math.min(window.devicePixelRatio || 1, 2);
      const place = [corner.x, corner.y, zoom, width, height].join();
      if (film !== this.film || place !== this.place) this.clear(film, place, corner, zoom, width / ratio, height / ratio);
      this.slide(period);
      if (!this.image || this.image.width !== width || this.image.height !== height) {
        this.image = context.createImageData(width, height);
        this.pixels = new Uint32Array(this.image.data.buffer);
      }
      this.pixels.fill(0);
      this.stampAll(ratio);
      context.putImageData(this.image, 0, 0);
    }

    clear(film, place, corner, zoom, width, height) {
      const world = 256 * 2 ** zoom;
      // Cells lie still on the world, so that nothing trembles while the map moves.
      const [left, top] = [Math.floor(corner.x / CELL), Math.floor(corner.y / CELL)];
      const columns = Math.floor((corner.x + width) / CELL) - left + 1;
      const rows = Math.floor((corner.y + height) / CELL) - top + 1;
      // Each event is drawn once, in the copy of the world around the middle of the view.
      const begin = corner.x + width / 2 - world / 2;
      Object.assign(this, { film, place, corner, left, top, columns, rows, world, begin, range: [0, 0], longer: new Set() });
      const cells = columns * rows;
      this.counts = new Int32Array(cells);
      this.sums = new Int32Array(2 * cells); // of the pixels within a cell, to put its symbol in their middle
      this.types = new Int32Array(film.types.length * cells);
      this.claims = new Int32Array(film.claims.length * cells);
    }

    slide(period) {
      const { film, range: [begin, end] } = this;
      const [from, to] = film.slice(period);
      const apart = from >= end || to <= begin;
      if (apart) {
        this.count(begin, end, -1);
        this.count(from, to, 1);
      } else {
        this.count(begin, from, -1);
        this.count(from, begin, 1);
        this.count(end, to, 1);
        this.count(to, end, -1);
      }
      this.range = [from, to];
      const longer = new Set(film.longer(period));
      for (const row of this.longer) if (!longer.has(row)) this.count(row, row + 1, -1);
      for (const row of longer) if (!this.longer.has(row)) this.count(row, row + 1, 1);
      this.longer = longer;
    }

    /* Add the rows [from, to), or take them away (-1). */
    count(from, to, by) {
      const { film, corner, world, columns, rows, left, top, counts, sums, types, claims } = this;
      const { x, y, type, look } = film;
      const scale = world / mapkit.Film.WORLD;
      const first = ((this.begin % world) + world) % world;
      const shift = this.begin - first;
      const [typeCount, claimCount] = [film.types.length, film.claims.length];
      const low = corner.y;
      for (let row = from; row < to; row++) {
        const down = y[row] * scale;
        if (down < low) continue;
        let along = x[row] * scale;
        if (along < first) along += world;
        along += shift;
        const [i, j] = [Math.floor(along / CELL) - left, Math.floor(down / CELL) - top];
        if (i < 0 || i >= columns || j < 0 || j >= rows) continue;
        const cell = j * columns + i;
        counts[cell] += by;
        sums[2 * cell] += by * Math.floor(along - (i + left) * CELL);
        sums[2 * cell + 1] += by * Math.floor(down - (j + top) * CELL);
        types[cell * typeCount + type[row]] += by;
        claims[cell * claimCount + (look[row] & 7)] += by;
      }
    }

    stampAll(ratio) {
      const { counts, sums, columns, left, top, corner, film } = this;
      const bySize = RADII.map(() => []);
      for (let cell = 0; cell < counts.length; cell++) if (counts[cell]) bySize[sizeOf(counts[cell])].push(cell);
      const theme = `${this.theme.name} ${ratio}`;
      if (theme !== this.stampedIn) [this.stampedIn, this.stamps] = [theme, new Map()];
      bySize.forEach((cells, size) => {
        for (const cell of cells) {
          const [i, j] = [cell % columns, Math.floor(cell / columns)];
          const type = most(this.types, cell, film.types.length);
          const claim = most(this.claims, cell, film.claims.length);
          const along = (i + left) * CELL + sums[2 * cell] / counts[cell] + 0.5 - corner.x;
          const down = (j + top) * CELL + sums[2 * cell + 1] / counts[cell] + 0.5 - corner.y;
          this.stamp(this.stampOf(type, claim, size, ratio), Math.round(along * ratio), Math.round(down * ratio));
        }
      });
    }

    /* The pixels of a symbol, made once. */
    stampOf(type, claim, size, ratio) {
      const key = (type * 8 + claim) * RADII.length + size;
      if (!this.stamps.has(key)) this.stamps.set(key, this.drawn(type, claim, RADII[size], ratio));
      return this.stamps.get(key);
    }

    drawn(type, claim, radius, ratio) {
      const half = Math.ceil((radius + RIM) * ratio);
      const canvas = document.createElement("canvas");
      canvas.width = canvas.height = 2 * half;
      const context = canvas.getContext("2d", { willReadFrequently: true });
      context.setTransform(ratio, 0, 0, ratio, half, half);
      const { types, claims } = this.film;
      this.symbols.draw(context, 0, 0, { type: types[type], claim: claims[claim], kind: "point" }, radius);
      return { half, pixels: new Uint32Array(context.getImageData(0, 0, 2 * half, 2 * half).data.buffer) };
    }

    stamp({ half, pixels }, x, y) {
      const { width, height } = this.image;
      const out = this.pixels;
      const side = 2 * half;
      const [fromX, toX] = [Math.max(0, half - x), Math.min(side, width + half - x)];
      const [fromY, toY] = [Math.max(0, half - y), Math.min(side, height + half - y)];
      for (let row = fromY; row < toY; row++) {
        let at = (y - half + row) * width + x - half + fromX;
        for (let from = row * side + fromX, end = row * side + toX; from < end; from++, at++) {
          const ink = pixels[from];
          const alpha = ink >>> 24;
          if (alpha === 255) out[at] = ink;
          else if (alpha) out[at] = out[at] >>> 24 === 255 ? mixed(out[at], ink, alpha) : alpha > out[at] >>> 24 ? ink : out[at];
        }
      }
    }
  };

  /* The index of the largest of a cell's counts, the first of equals. */
  function most(counts, cell, length) {
    let best = cell * length;
    for (let at = best + 1; at < (cell + 1) * length; at++) if (counts[at] > counts[best]) best = at;
    return best - cell * length;
  }

  /* A pixel over an opaque one. */
  function mixed(ground, ink, alpha) {
    const part = (shift) => {
      const below = (ground >>> shift) & 255;
      return (below + ((((ink >>> shift) & 255) - below) * alpha) / 255) << shift;
    };
    return (255 << 24 | part(16) & 0xff0000 | part(8) & 0xff00 | part(0) & 255) >>> 0;
  }
})();
