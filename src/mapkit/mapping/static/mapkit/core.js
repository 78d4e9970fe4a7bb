/* The namespace, and the few helpers that every other file uses. All text reaches the page by textContent. */
(function () {
  "use strict";

  const { speak, t, tn, numeral, country } = speech;
  const mapkit = (L.mapkit = { speak, t, tn, numeral, country });

  // st_folium loads one script after the other; ask for those that follow (in Python: assets.scripts) at once.
  const FOLLOWING = [
    "motion", "geodesy", "theme", "canvas", "symbols", "basemap", "placing", "labels", "records", "popup", "notes",
    "shapes", "annotations", "layout", "events", "measure", "reading", "review", "walk", "switches", "swipe",
    "film", "dots", "playback", "controls", "map",
  ];
  for (const name of FOLLOWING) {
    const href = document.currentScript.src.replace(/core\.js$/, `${name}.js`);
    const link = Object.assign(document.createElement("link"), { rel: "preload", as: "script", href });
    (document.body || document.head).append(link); // st_folium writes the head anew, and would ask again
  }

  /* Make an element; `text` becomes a text node, never markup. */
  mapkit.el = function (tag, className, text, attributes) {
    const node = document.createElement(tag);
    if (className) node.className = className;
    if (text !== undefined && text !== null) node.textContent = String(text);
    for (const [name, value] of Object.entries(attributes || {})) node.setAttribute(name, value);
    return node;
  };

  mapkit.pending = 0; // requests under way

  /* Fetch JSON from our own server; an error carries the server's one clear line. */
  mapkit.fetchJson = async function (url, signal) {
    mapkit.pending += 1;
    try {
      const response = await fetch(url, { signal, credentials: "same-origin", headers: { Accept: "application/json" } });
      if (!response.ok) {
        const answer = await response.json().catch(() => ({}));
        throw new Error(answer.error || `${response.status} ${response.statusText}`);
      }
      return await response.json();
    } finally {
      mapkit.pending -= 1;
    }
  };

  mapkit.isAbort = (error) => error && error.name === "AbortError";

  /* A cache that forgets the least recently used. */
  mapkit.Cache = class {
    constructor(size) {
      this.size = size;
      this.items = new Map();
    }

    get(key) {
      if (!this.items.has(key)) return undefined;
      const value = this.items.get(key);
      this.items.delete(key);
      this.items.set(key, value);
      return value;
    }

    set(key, value) {
      this.items.delete(key);
      this.items.set(key, value);
      if (this.items.size > this.size) this.items.delete(this.items.keys().next().value);
      return value;
    }

    delete(key) {
      this.items.delete(key);
    }
  };

  mapkit.debounce = function (wait, action) {
    let timer = 0;
    return (...values) => {
      clearTimeout(timer);
      timer = setTimeout(action, wait, ...values);
    };
  };

  /* "1,250", "12k", "1.2M": counts that fit into a disc. */
  mapkit.compact = function (count) {
    if (count < 1000) return String(count);
    if (count < 1e6) return `${(count / 1e3).toFixed(count < 1e4 ? 1 : 0).replace(/\.0$/, "")}k`;
    return `${(count / 1e6).toFixed(count < 1e7 ? 1 : 0).replace(/\.0$/, "")}M`;
  };

  /* A shape or an event may sit in any copy of the world; bring a longitude next to the one we look at. */
  mapkit.nearestLng = function (lng, reference) {
    return lng + 360 * Math.round((reference - lng) / 360);
  };
})();
