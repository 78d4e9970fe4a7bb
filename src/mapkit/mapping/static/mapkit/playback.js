/* A period that plays: all dated events of the filters are fetched once, as columns of numbers, and each step is drawn
   from them at once. Few in view are drawn as the symbols they always are, many as dots. */
(function () {
  "use strict";

  const { mapkit } = L;
  const { t } = mapkit;
  const FEW = 250; // as many symbols as are laid out within a frame
  const MARGIN = 0.3; // of the view, around it

  mapkit.Playback = class {
    constructor(controller) {
      Object.assign(this, { controller, map: controller.map });
      this.film = this.period = null;
      this.dots = new mapkit.Dots(controller.symbols, controller.theme);
      this.layer = new mapkit.CanvasLayer((context, bounds, frame) => this.paint(context, bounds, frame), {
        pane: "mapkit-events", padding: 0.1,
      });
      controller.theme.onChange(() => this.layer.repaint());
      this.map.on("moveend", () => {
        this.few = null;
        if (this.film && this.period) this.show(this.period);
      });
    }

    /* Fetch the events of a query and take the map; `told` is called with the share that is here. The promise is kept
       with the days on which events begin; it fails where there is another `begin`, or the end, before. */
    async begin(query, told) {
      this.cancel();
      this.controller.status.clear("playback");
      const abort = (this.abort = new AbortController());
      const film = await mapkit.Film.fetch(`${this.controller.config.base}/api/playback?${query}`, abort.signal, told);
      abort.signal.throwIfAborted();
      const first = !this.film;
      Object.assign(this, { film, few: null });
      if (first) this.take();
      return film.days();
    }

    /* Say why each step has to be asked for instead. */
    refuse(error) {
      this.controller.status.show("playback", t("Playback has to ask for each step: {error}", { error: error.message }));
    }

    cancel() {
      if (this.abort) this.abort.abort();
    }

    take() {
      const { controller, layer } = this;
      controller.map.closePopup();
      controller.events.play([]);
      controller.shapes.hint([]);
      controller.annotations.view([]);
      layer.addTo(this.map);
      this.map.getPane("mapkit-events").prepend(layer.getContainer()); // below what is selected
      controller.labels.layer.redraw();
    }

    /* Draw a period, the first and the last day since 1970. */
    show(period) {
      const { film, controller: { events } } = this;
      if (!film) return;
      const few = this.few;
      this.period = period;
      this.few ??= film.peak(mapkit.viewBox(this.map, 0), period[1] - period[0] + 1) <= FEW;
      if (this.few) events.play(film.features(period, mapkit.viewBox(this.map, MARGIN)));
      else if (few !== false) events.play([]);
      if (!this.few) this.layer.repaint();
    }

    paint(context, bounds, { origin, zoom }) {
      if (!this.film || !this.period || this.few !== false) return;
      this.dots.paint(context, this.film, this.period, origin.add(bounds.min), zoom);
    }

    /* Give the map back, showing another query; what was played stays until its events are drawn. */
    async end(query) {
      this.cancel();
      if (!this.film) return;
      const { controller, controller: { events } } = this;
      events.release();
      this.film = this.period = null;
      await (controller.tryOut(query) || events.fetch());
      if (!this.film) this.layer.remove();
    }
  };
})();
