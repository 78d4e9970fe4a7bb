/* The map alone, in a frame on another page: no address to write, no page to report to. */
(function () {
  "use strict";

  const { mapkit } = L;
  const config = JSON.parse(document.getElementById("config").textContent);
  const map = L.map("map", {
    center: [25, 15], zoom: 2, minZoom: 2, maxZoom: 18, zoomControl: false, attributionControl: false, worldCopyJump: true,
    zoomSnap: 0.5, wheelPxPerZoomLevel: 90, maxBoundsViscosity: 1, fadeAnimation: false,
  });
  const controller = mapkit.start(map, config.map);
  const { query, revision, selected, second } = config;
  const layer = { query, revision, selected, second, theme: null, distances: null, picking: false, quiet: false };
  mapkit.eventLayer(layer).addTo(map);
  if (selected && !second) controller.events.onChange(() => {
    if (controller.told) return;
    controller.told = true;
    controller.select(selected, { report: false, popup: true, show: !config.map.view });
  });
})();
