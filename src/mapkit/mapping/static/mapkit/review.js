/* The map's side of a review: the next click puts a pin, and the reviewer's keys work here too.

   The page's panel and this frame are of one origin and speak by `postMessage`, as {mapkit: "review", ...}:
   - to the map: `pin` (whether the next click puts it), `circle` ({latitude, longitude, metres} of the pin that is being
     set, or null);
   - from the map: `placed` ({latitude, longitude}), `cancelled`, `key`. */
(function () {
  "use strict";

  const { mapkit } = L;
  const KEYS = ["a", "c", "x", "u", "j", "k", "r"];

  mapkit.Review = class {
    constructor(controller) {
      Object.assign(this, { controller, map: controller.map, theme: controller.theme });
      this.active = false;
      this.drawn = null;
      // A page that embeds the map is not ours: it hears nothing of a review.
      if (!controller.config.viewInUrl || window.parent === window) return;
      window.addEventListener("message", ({ data, source, origin }) => {
        if (source === window.parent && origin === location.origin && data && data.mapkit === "review") this.hear(data);
      });
      document.addEventListener("keydown", (event) => this.onKey(event));
    }

    say(what) {
      window.parent.postMessage({ mapkit: "review", ...what }, location.origin);
    }

    hear({ pin, circle }) {
      if (pin !== undefined) this.aim(pin);
      if (circle !== undefined) this.show(circle);
    }

    aim(active) {
      this.active = active;
      this.map.getContainer().classList.toggle("mapkit-aiming", active);
      if (!active) return;
      this.controller.hover(null);
      this.map.closePopup();
      this.map.getContainer().focus({ preventScroll: true }); // Enter takes the middle of the map, Escape leads back
      this.controller.status.say(mapkit.t("Click on the map where it happened, or move it there and press Enter. Escape cancels."));
    }

    place(latlng) {
      const { lat, lng } = latlng.wrap();
      this.aim(false);
      this.say({ placed: { latitude: Number(lat.toFixed(5)), longitude: Number(lng.toFixed(5)) } });
    }

    show(circle) {
      if (this.drawn) this.drawn.remove();
      this.drawn = null;
      if (!circle) return;
      const at = [circle.latitude, mapkit.nearestLng(circle.longitude, this.map.getCenter().lng)];
      const color = this.theme.get("--mk-accent");
      this.drawn = L.featureGroup([
        L.circleMarker(at, { radius: 5, color, fillColor: color, fillOpacity: 1, interactive: false }),
        ...(circle.metres > 0 ? [L.circle(at, { radius: circle.metres, color, weight: 1.5, fillOpacity: 0.12, interactive: false })] : []),
      ]).addTo(this.map);
    }

    onKey(event) {
      if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
      const key = event.key.toLowerCase();
      if (this.active && key === "escape") {
        this.aim(false);
        this.say({ cancelled: true });
      } else if (this.active && key === "enter") this.place(this.map.getCenter());
      else if (KEYS.includes(key)) this.say({ key });
      else return;
      event.preventDefault();
    }
  };
})();
