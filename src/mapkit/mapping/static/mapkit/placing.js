/* Where a name can stand: what is taken, the heart of an area, the straightest stretch of a line. */
(function () {
  "use strict";

  /* Rectangles already taken, in layer pixels. */
  class Taken {
    constructor() {
      this.cells = new Map();
    }

    each(box, visit) {
      for (let cx = Math.floor(box[0] / 64); cx <= Math.floor(box[2] / 64); cx++) {
        for (let cy = Math.floor(box[1] / 64); cy <= Math.floor(box[3] / 64); cy++) {
          if (visit(`${cx},${cy}`)) return true;
        }
      }
      return false;
    }

    free(box) {
      return !this.each(box, (key) => (this.cells.get(key) || []).some(
        (other) => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1],
      ));
    }

    add(box) {
      this.each(box, (key) => {
        if (!this.cells.has(key)) this.cells.set(key, []);
        this.cells.get(key).push(box);
        return false;
      });
    }
  }

  function area({ points }) {
    let sum = 0;
    for (let index = 0; index < points.length - 2; index += 2) {
      sum += points[index] * points[index + 3] - points[index + 2] * points[index + 1];
    }
    return Math.abs(sum) / 2;
  }

  /* A point well inside a ring and a box: of twelve rows, the middle of the widest stretch, the centre preferred;
     null where no stretch is as wide as asked. */
  function heart({ points }, box, least) {
    let best = least ? null : [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2];
    let most = 0;
    for (let row = 1; row < 12; row++) {
      const y = box[1] + ((box[3] - box[1]) * row) / 12;
      const cuts = [];
      for (let index = 0; index < points.length - 2; index += 2) {
        const ay = points[index + 1], by = points[index + 3];
        if (ay > y !== by > y) cuts.push(points[index] + ((y - ay) * (points[index + 2] - points[index])) / (by - ay));
      }
      cuts.sort((a, b) => a - b);
      for (let index = 0; index + 1 < cuts.length; index += 2) {
        const [from, to] = [Math.max(cuts[index], box[0]), Math.min(cuts[index + 1], box[2])];
        const score = (to - from) * (1 - Math.abs(row - 6) / 14);
        if (score > most && to - from >= (least || 0)) [most, best] = [score, [(from + to) / 2, y]];
      }
    }
    return best;
  }

  /* A visible line in layer pixels, measured along its length. */
  function walk(points, sight, copy, bounds) {
    const xs = [], ys = [], at = [];
    let length = 0;
    for (let index = 0; index < points.length; index += 2) {
      const x = (points[index] + copy) * sight.scale - sight.origin.x;
      const y = points[index + 1] * sight.scale - sight.origin.y;
      const inside = x > bounds.min.x && x < bounds.max.x && y > bounds.min.y && y < bounds.max.y;
      const count = xs.length;
      if (!inside) {
        if (count && length > 400) break;
        xs.length = ys.length = at.length = 0;
        length = 0;
        continue;
      }
      if (count) {
        const step = Math.hypot(x - xs[count - 1], y - ys[count - 1]);
        if (step < 2) continue;
        length += step;
      }
      xs.push(x);
      ys.push(y);
      at.push(length);
    }
    return {
      length,
      at(distance) {
        let low = 0, high = at.length - 1;
        while (high - low > 1) {
          const middle = (low + high) >> 1;
          if (at[middle] <= distance) low = middle;
          else high = middle;
        }
        const span = at[high] - at[low] || 1;
        const t = (distance - at[low]) / span;
        return {
          x: xs[low] + t * (xs[high] - xs[low]),
          y: ys[low] + t * (ys[high] - ys[low]),
          angle: Math.atan2(ys[high] - ys[low], xs[high] - xs[low]),
        };
      },
    };
  }

  /* Where on a line a text of this width bends least, within a window; -1 where every stretch bends too much. */
  function straightest(line, from, width, window) {
    let best = -1, least = 1.5;
    for (let start = from; start + width < Math.min(line.length, from + window + width); start += 12) {
      let bend = 0;
      let before = null;
      for (let step = 0; step <= 10; step++) {
        const { angle } = line.at(start + (width * step) / 10);
        if (before !== null) bend += Math.abs(Math.atan2(Math.sin(angle - before), Math.cos(angle - before)));
        before = angle;
      }
      if (bend < least) [least, best] = [bend, start];
    }
    return best;
  }

  L.mapkit.placing = { Taken, area, heart, walk, straightest };
})();
