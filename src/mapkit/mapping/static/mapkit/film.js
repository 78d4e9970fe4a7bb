/* Dated events as columns of numbers (in Python: mapkit.query.packed), in the order of their days: a period is a slice
   of those of one day, and some of the few that last longer. */
(function () {
  "use strict";

  const { mapkit } = L;
  const WORLD = 2 ** 30; // units around the world
  const ROW = 14; // bytes of an event of one day
  const PALE = 32; // the bit of what did not happen, or not now

  /* The first of the columns' rows in [from, to) that begins on a day or later. */
  function begins(days, day, from, to) {
    while (from < to) {
      const middle = (from + to) >> 1;
      if (days[middle] < day) from = middle + 1;
      else to = middle;
    }
    return from;
  }

  /* All bytes of an answer; `told` is called with the share that is here. */
  async function read(response, told) {
    const reader = response.body.getReader();
    let [bytes, length, whole] = [new Uint8Array(1 << 16), 0, null];
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return bytes.buffer;
      if (length + value.length > bytes.length) {
        const larger = new Uint8Array(Math.max(whole || 0, 2 * bytes.length, length + value.length));
        larger.set(bytes.subarray(0, length));
        bytes = larger;
      }
      bytes.set(value, length);
      length += value.length;
      whole ??= size(bytes, length);
      if (whole) told(Math.min(1, length / whole));
    }
  }

  /* The head, once it is here, and where it ends. */
  function head(bytes, length) {
    if (length < 4) return null;
    const end = 4 + new DataView(bytes.buffer).getUint32(0, true);
    return length < end ? null : [JSON.parse(new TextDecoder().decode(bytes.subarray(4, end))), end];
  }

  function size(bytes, length) {
    const found = head(bytes, length);
    if (!found) return null;
    const [{ count, single }, end] = found;
    return end + ROW * count + 4 * (count - single);
  }

  mapkit.Film = class {
    constructor(buffer) {
      const [{ count, single, types, claims, kinds }, end] = head(new Uint8Array(buffer), buffer.byteLength);
      Object.assign(this, { count, single, types, claims, kinds });
      let at = end;
      const column = (Kind, rows) => {
        const values = new Kind(buffer, at, rows);
        at += values.byteLength;
        return values;
      };
      this.x = column(Uint32Array, count);
      this.y = column(Uint32Array, count);
      this.first = column(Int32Array, count);
      this.last = column(Int32Array, count - single);
      this.type = column(Uint8Array, count);
      this.look = column(Uint8Array, count);
    }

    static async fetch(url, signal, told) {
      mapkit.pending += 1;
      try {
        const response = await fetch(url, { signal, credentials: "same-origin" });
        if (!response.ok) {
          const answer = await response.json().catch(() => ({}));
          throw new Error(answer.error || `${response.status} ${response.statusText}`);
        }
        return new mapkit.Film(await read(response, told));
      } finally {
        mapkit.pending -= 1;
      }
    }

    /* The days on which events begin, in order, each once. */
    days() {
      const found = new Set();
      for (let row = 0; row < this.count; row++) {
        if (this.first[row] !== this.first[row - 1]) found.add(this.first[row]);
      }
      return [...found].sort((a, b) => a - b);
    }

    /* The rows [from, to) of the events of one day that lies in a period. */
    slice([since, until]) {
      return [begins(this.first, since, 0, this.single), begins(this.first, until + 1, 0, this.single)];
    }

    /* The rows of the longer events that touch a period. */
    longer([since, until]) {
      const rows = [];
      const end = begins(this.first, until + 1, this.single, this.count);
      for (let row = this.single; row < end; row++) if (this.last[row - this.single] >= since) rows.push(row);
      return rows;
    }

    /* Tells of each row whether it lies in a box of [west, south, east, north] degrees, whatever copy of the world. */
    within([west, south, east, north]) {
      const at = (lat, lng) => L.CRS.EPSG3857.latLngToPoint(L.latLng(lat, lng), 0).multiplyBy(WORLD / 256);
      const [low, high] = [at(Math.min(north, 90), west), at(Math.max(south, -90), east)];
      const [left, wide] = [((low.x % WORLD) + WORLD) % WORLD, high.x - low.x];
      const { x, y } = this;
      return (row) => y[row] >= low.y && y[row] <= high.y && (x[row] >= left ? x[row] - left : x[row] - left + WORLD) <= wide;
    }

    /* The most events of a box that any period of so many days has. */
    peak(box, days) {
      const inside = this.within(box);
      const seen = new Int32Array(this.single);
      let [most, begin, end] = [0, 0, 0];
      for (let row = 0; row < this.single; row++) {
        if (!inside(row)) continue;
        seen[end++] = this.first[row];
        while (seen[begin] <= this.first[row] - days) begin += 1;
        most = Math.max(most, end - begin);
      }
      for (let row = this.single; row < this.count; row++) if (inside(row)) most += 1;
      return most;
    }

    /* The events of a period and a box as the map draws them; they have no id that anyone could ask for. */
    features(period, box) {
      const inside = this.within(box);
      const [from, to] = this.slice(period);
      const found = [];
      for (let row = from; row < to; row++) if (inside(row)) found.push(this.feature(row));
      for (const row of this.longer(period)) if (inside(row)) found.push(this.feature(row));
      return found;
    }

    feature(row) {
      const at = L.CRS.EPSG3857.pointToLatLng(L.point(this.x[row], this.y[row]).multiplyBy(256 / WORLD), 0);
      const look = this.look[row];
      return {
        id: `played ${row}`, lat: at.lat, lon: at.lng, type: this.types[this.type[row]], claim: this.claims[look & 7],
        kind: this.kinds[(look >> 3) & 3], status: look & PALE ? "other" : "actual",
      };
    }
  };
  mapkit.Film.WORLD = WORLD;
})();
