/* How the map moves: calmly for who asked for it, and always to where it was told last. */
(function () {
  "use strict";

  const { mapkit } = L;

  /* Readers who asked for less motion get no flight, no glide and no growing map. */
  mapkit.calm = function (map) {
    if (!window.matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    map._zoomAnimated = false;
    map.options.inertia = false;
    const { panBy } = map;
    map.panBy = (offset, options) => panBy.call(map, offset, { ...options, animate: false });
  };

  /* Leaflet starts a zoom one frame after it was asked for, and meanwhile and while it runs drops other moves silently:
     know what was asked for, so that `settle` can take it back. */
  mapkit.follow = function (map) {
    const { _tryAnimatedZoom, _animateZoom } = map;
    const dropped = new WeakSet();
    let asked = null;
    map._tryAnimatedZoom = (centre, ...rest) => {
      asked = centre;
      return _tryAnimatedZoom.call(map, centre, ...rest);
    };
    map._animateZoom = (centre, ...rest) =>
      dropped.has(centre) ? map._moveEnd(true) : _animateZoom.call(map, centre, ...rest);
    map.dropZoom = () => {
      if (asked) dropped.add(asked);
      if (map._animatingZoom) map._onZoomTransitionEnd();
    };
  };

  /* The map without a zoom under way, so that the next move is taken. */
  mapkit.settle = function (map) {
    map.dropZoom();
    return map;
  };
})();
