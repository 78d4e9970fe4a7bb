/* A canvas that covers the view and a margin, redraws when the map comes to rest, and scales while it zooms. */
(function () {
  "use strict";

  L.mapkit.CanvasLayer = L.Renderer.extend({
    options: { padding: 0.25, interactive: false },

    initialize: function (paint, options) {
      L.Renderer.prototype.initialize.call(this, options);
      this._paint = paint;
    },

    redraw: function () {
      if (!this._map || !this._context) return;
      if (this._map._animatingZoom) return; // zoomend redraws
      this._update();
    },

    getEvents: function () {
      const events = L.Renderer.prototype.getEvents.call(this);
      events.move = this._followDrag;
      return events;
    },

    getContainer: function () {
      return this._container;
    },

    _initContainer: function () {
      this._container = L.DomUtil.create("canvas", "mapkit-canvas");
      this._container.setAttribute("aria-hidden", "true");
      this._context = this._container.getContext("2d");
    },

    _destroyContainer: function () {
      L.DomUtil.remove(this._container);
      delete this._context;
    },

    // A drag past the margin must not show an empty edge.
    _followDrag: function () {
      if (this._map._animatingZoom || !this._bounds || this._zoom !== this._map.getZoom()) return;
      const size = this._map.getSize();
      const corner = this._map.containerPointToLayerPoint([0, 0]);
      if (!this._bounds.contains(L.bounds(corner, corner.add(size)))) this._update();
    },

    _update: function () {
      if (this._map._animatingZoom && this._bounds) return;
      L.Renderer.prototype._update.call(this);
      this._origin = this._map.getPixelOrigin();
      L.DomUtil.setPosition(this._container, this._bounds.min);
      this.repaint();
    },

    /* Paint where the canvas lies, which `redraw` first moves to the view: for a picture that plays, also while the map
       zooms. Painters get the layer's coordinates, and of these the origin in pixels of the world at a zoom. */
    repaint: function () {
      if (!this._map || !this._context || !this._bounds) return;
      const canvas = this._container, bounds = this._bounds, size = bounds.getSize();
      const ratio = Math.min(window.devicePixelRatio || 1, 2);
      const [width, height] = [Math.round(size.x * ratio), Math.round(size.y * ratio)];
      if (canvas.width !== width || canvas.height !== height) {
        canvas.width = width;
        canvas.height = height;
        canvas.style.width = `${size.x}px`;
        canvas.style.height = `${size.y}px`;
      }
      const context = this._context;
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.clearRect(0, 0, width, height);
      context.setTransform(ratio, 0, 0, ratio, -bounds.min.x * ratio, -bounds.min.y * ratio);
      if (this._map.mapkit.theme.ready) this._paint(context, bounds, { origin: this._origin, zoom: this._zoom });
    },

    _updatePaths: function () {}, // the base class calls it for vector layers, which this one has not
  });
})();
