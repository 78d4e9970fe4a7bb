/* How events share the screen: neighbours side by side, many as a disc, no disc upon another. All in pixels. */
(function () {
  "use strict";

  const TOGETHER = 15; // symbols closer than this are laid out side by side
  const PETALS = 7; // more than this many at one place become a disc with a count

  const groupRadius = (count) => Math.round(Math.min(26, 11.5 + 3.6 * Math.log10(Math.max(count, 2))));

  /* Discs that would cover each other become one, until each stands free. */
  function parted(discs) {
    for (let merged = true; merged;) {
      merged = false;
      const kept = [];
      for (const disc of discs) {
        const other = kept.find((one) => Math.hypot(one.x - disc.x, one.y - disc.y) < one.radius + disc.radius);
        if (other) Object.assign(other, united(other, disc));
        else kept.push(disc);
        merged = merged || Boolean(other);
      }
      discs = kept;
    }
    return discs;
  }

  function united(one, two) {
    const count = one.group.count + two.group.count;
    const types = { ...one.group.types };
    for (const [type, number] of Object.entries(two.group.types)) types[type] = (types[type] || 0) + number;
    const [a, b] = [one.group.bounds, two.group.bounds];
    const bounds = [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])];
    const share = two.group.count / count;
    return {
      x: one.x + (two.x - one.x) * share,
      y: one.y + (two.y - one.y) * share,
      radius: groupRadius(count),
      group: { count, types, bounds },
    };
  }

  /* Offsets of n symbols side by side round a place, without overlap, the place itself in the middle. */
  function petals(count, wide) {
    if (count === 2) return [[-10 * wide, 0], [10 * wide, 0]];
    const ring = wide * Math.max(12, (TOGETHER + 4) / (2 * Math.sin(Math.PI / count)));
    return Array.from({ length: count }, (_, index) => {
      const angle = -Math.PI / 2 + (2 * Math.PI * index) / count;
      return [Math.round(ring * Math.cos(angle) * 10) / 10, Math.round(ring * Math.sin(angle) * 10) / 10];
    });
  }

  /* Gather nodes whose symbols would touch; bunches that grow into each other become one. */
  function bunches(nodes) {
    let found = nodes.map((node) => ({ members: [node], x: node.at.x, y: node.at.y }));
    for (let round = 0; round < 4; round++) {
      const merged = [];
      const cells = new Map();
      const near = (bunch) => {
        for (let dx = -1; dx <= 1; dx++) {
          for (let dy = -1; dy <= 1; dy++) {
            for (const other of cells.get(`${Math.floor(bunch.x / 64) + dx},${Math.floor(bunch.y / 64) + dy}`) || []) {
              if (Math.hypot(other.x - bunch.x, other.y - bunch.y) < spread(other) + spread(bunch)) return other;
            }
          }
        }
        return null;
      };
      for (const bunch of found) {
        const other = near(bunch);
        if (other) {
          const [a, b] = [other.members.length, bunch.members.length];
          other.x = (other.x * a + bunch.x * b) / (a + b);
          other.y = (other.y * a + bunch.y * b) / (a + b);
          other.members = other.members.concat(bunch.members);
        } else {
          merged.push(bunch);
          const key = `${Math.floor(bunch.x / 64)},${Math.floor(bunch.y / 64)}`;
          cells.set(key, (cells.get(key) || []).concat(bunch));
        }
      }
      const settled = merged.length === found.length;
      found = merged;
      if (settled) break;
    }
    return found.map((bunch) => bunch.members);
  }

  function spread({ members }) {
    if (members.length === 1) return TOGETHER / 2;
    return members.length <= PETALS ? TOGETHER / 2 + 9 : groupRadius(members.length);
  }

  L.mapkit.layout = { PETALS, groupRadius, bunches, parted, petals };
})();
