/* What ties the parts together: one controller a map, selection, the report to Streamlit, and the keyboard. */
(function () {
  "use strict";

  const { mapkit } = L;
  const { t, tn } = mapkit;
  const PANES = {
    "mapkit-base": 150, "mapkit-tiles": 160, "mapkit-shapes": 350, "mapkit-labels": 380, "mapkit-notes": 440,
    "mapkit-events": 450, "mapkit-note-labels": 600,
  };

  const AHEAD_MS = 1500; // how long what a reader tries out stands against filters of the page

  mapkit.warn = (map, text) => map.mapkit && map.mapkit.status.show("layer", text);

  class Controller {
    constructor(map, config) {
      map.mapkit = this;
      this.map = map;
      this.config = config;
      this.selected = this.second = this.hovered = null;
      this.filters = this.tried = null; // the page's query, and another one that is tried out
      this.clicks = 0;
      this.reported = [];
      mapkit.speak(config.speech);
      document.documentElement.lang = config.speech.lang;
      L.Icon.Default.imagePath = `${config.base}/assets/vendor/leaflet/images/`;
      for (const [name, index] of Object.entries(PANES)) {
        const pane = map.createPane(name);
        pane.style.zIndex = index;
        pane.style.pointerEvents = "none";
      }
      map.getContainer().classList.add("mapkit");
      map.getContainer().setAttribute("aria-label", t("Map of events. Arrow keys move it, N and P step through what is in view, Enter opens it. The table of events tells the same."));
      map.getContainer().setAttribute("role", "application");
      mapkit.calm(map);
      mapkit.follow(map);
      this.nameFrame();
      // The style sheet gives the frame its height, and it may come late; the view stays where it was to a hair.
      new ResizeObserver(() => {
        const [centre, zoom] = [map.getCenter(), map.getZoom()];
        map.invalidateSize({ animate: false, pan: false });
        map.setView(centre, zoom, { animate: false });
      }).observe(map.getContainer());
      map.setMaxBounds([[-78, -1e5], [85.06, 1e5]]); // no view of nothing beyond the poles
      this.start = config.view;
      if (this.start) map.setView([this.start.lat, this.start.lng], this.start.zoom, { animate: false });
      else if (config.bounds) {
        this.fitTo(L.latLngBounds(config.bounds), false);
        this.start = { ...map.getCenter(), zoom: map.getZoom() };
      }
      this.status = new mapkit.Status(map);
      this.theme = new mapkit.Theme(map, config.theme);
      this.symbols = new mapkit.Symbols(config.symbols, this.theme);
      this.records = new mapkit.Records(config.base);
      this.popups = new mapkit.Popup(config.popup, this.symbols);
      this.basemap = new mapkit.Basemap(map, this.theme, config);
      this.labels = new mapkit.Labels(map, this.theme, config, this.basemap);
      this.shapes = new mapkit.Shapes(this);
      this.events = new mapkit.Events(this);
      this.annotations = new mapkit.Annotations(this);
      this.measure = new mapkit.Measure(this);
      this.reading = new mapkit.Reading(this);
      this.review = new mapkit.Review(this);
      this.walk = new mapkit.Walk(this);
      this.swipe = new mapkit.Swipe(this);
      this.playback = new mapkit.Playback(this);
      this.labels.obstacles = () => [...this.obstacles(), ...this.annotations.notes.boxes];
      this.labels.extra = () => (this.shapes.frontsShown ? this.shapes.fronts : []);
      this.annotations.notes.onPlaced = () => this.labels.layer.redraw();
      this.events.onChange(() => this.recast());
      this.tooltip = L.tooltip({ className: "mapkit-tooltip", direction: "top", offset: [0, -10], opacity: 1 });
      this.switches = new mapkit.Switches(this);
      mapkit.addControls(this);
      this.switches.begin();
      this.listen();
    }

    /* In a page of ours the frame says what it holds; elsewhere its name is the embedding page's. */
    nameFrame() {
      if (!this.config.viewInUrl || window.parent === window) return;
      document.title = t("Map of events");
      window.frameElement?.setAttribute("aria-label", document.title);
    }

    listen() {
      const { map } = this;
      map.on("click", (event) => this.onClick(event));
      map.on("dblclick", (event) => {
        if (this.measure.active) L.DomEvent.stop(event);
      });
      map.on("mousemove", (event) => this.onMove(event));
      map.on("mouseout movestart zoomstart", () => this.hover(null));
      map.on("moveend", () => this.writeView());
      map.getContainer().addEventListener("keydown", (event) => this.onKey(event));
    }

    /* What the layer of Folium says: filters, selection, theme. Only what changed does anything. */
    async update(config) {
      this.theme.set(config.theme);
      if (config.distances !== null && config.distances !== this.annotations.all) {
        this.annotations.setAll(config.distances);
        if (this.onDistances) this.onDistances();
      }
      const first = this.events.query === null;
      const compare = config.compare ?? null;
      if (first && !this.start) await this.fitFirst([config.query, ...(compare === null ? [] : [compare])]);
      this.picking = Boolean(config.picking);
      this.quiet = Boolean(config.quiet);
      if (config.revision !== this.revision && this.revision !== undefined) this.refresh();
      this.revision = config.revision;
      this.swipe.take(compare, config.side);
      if (config.query !== this.filters) this.follow(config.query);
      else this.events.setQuery(this.tried === null ? this.filters : this.tried);
      this.adopt(config.selected, config.second, first);
      this.writeView();
    }

    /* Show the page's filters. Those of a reader who goes on trying others are old news, unless no newer ones come. */
    follow(query) {
      this.filters = query;
      clearTimeout(this.late);
      const ahead = this.tried !== null && this.tried !== query && Date.now() - this.triedAt < AHEAD_MS;
      if (ahead) this.late = setTimeout(() => this.follow(query), AHEAD_MS);
      else this.tried = null;
      this.events.setQuery(ahead ? this.tried : query);
    }

    /* Show the events of another query for the while: a period that is played or dragged. It ends with the page's next
       filters, or with null. The promise is kept when the events are drawn. */
    tryOut(query) {
      this.tried = query;
      this.triedAt = Date.now();
      return this.events.setQuery(query === null ? this.filters : query);
    }

    /* The page has taken or refused what was tried: show its filters. They may be those that the map was last told, as
       where the reader goes back before the map has heard of what was tried; then nothing else would end it. */
    showOf(page) {
      if (this.tried === null) return;
      this.tried = page === this.filters ? null : page;
      this.triedAt = 0;
      this.events.setQuery(page);
    }

    /* The first view where none was given: all events of the filters. */
    async fitFirst(queries) {
      let extent = null;
      try {
        extent = await this.extent(queries);
      } catch (error) {
        console.error("mapkit: extent", error);
      }
      if (!extent) return; // nothing is there yet: what comes first is fitted then
      this.fitTo(extent, false);
      const { lat, lng } = this.map.getCenter();
      this.start = { lat, lng, zoom: this.map.getZoom() };
    }

    /* The workspace has changed: what was fetched of it may be old. */
    async refresh() {
      this.records.clear();
      if (!this.start) await this.fitFirst(this.queries());
      for (const events of this.swipe.sides()) events.fetch();
      if (this.selected) this.renew(this.selected);
    }

    /* What is selected may be another thing now, and elsewhere: the map goes there where it is. */
    async renew(id) {
      const before = this.pinned().get(id);
      await this.select(id, { second: this.second, report: false });
      const after = this.pinned().get(id);
      if (this.selected !== id || !after || (before && before.lat === after.lat && before.lon === after.lon)) return;
      this.reveal([{ latitude: after.lat, longitude: after.lon }]);
    }

    clear() {
      this.playback.end(this.filters);
      this.swipe.stop();
      this.events.setQuery(null);
      this.select(null, { report: false });
    }

    fitTo(bounds, animate) {
      mapkit.settle(this.map).fitBounds(bounds, { padding: [56, 56], maxZoom: 9, animate });
    }

    /* The queries whose events are shown, two where they are compared. */
    queries() {
      return this.swipe.sides().map((events) => events.query);
    }

    /* The smallest box that holds every event of the queries; null where none has a place. */
    async extent(queries = this.queries()) {
      const boxes = await Promise.all(queries.map((query) => this.events.extent(query)));
      return boxes.filter(Boolean).reduce((whole, box) => (whole ? whole.extend(box) : box), null);
    }

    async fit() {
      try {
        const extent = await this.extent();
        if (extent) this.fitTo(extent, true);
        else this.status.show("empty", t("No event of these filters has a place on the map."));
      } catch (error) {
        this.status.show("events", t("Events could not be loaded: {error}", { error: error.message }), () => this.fit());
      }
    }

    home() {
      if (this.start) mapkit.settle(this.map).setView([this.start.lat, this.start.lng], this.start.zoom);
      else this.fit();
    }

    /* Other events are in view. Lines, areas and distances are of no side: of two that are compared only those of a
       selected event are drawn, and the distances that the reader asks for. */
    recast() {
      const sides = this.swipe.sides();
      this.shapes.hint(this.swipe.active ? [] : this.events.features);
      this.annotations.view(sides.flatMap((events) => events.features));
      const none = sides.every((events) => events.inView === 0);
      if (this.events.query !== null && none && !this.quiet && this.tried === null) {
        this.status.show("empty", t("No events here with these filters. Zoom out, or take a filter away."));
      } else {
        this.status.clear("empty");
      }
    }

    /* ---- selection ---- */

    /* A selection from Python. One that is only the echo of an earlier click, overtaken by a later one, is not taken. */
    adopt(selected, second, first) {
      const now = Date.now();
      this.reported = this.reported.filter((entry) => now - entry.time < 4000);
      const latest = this.reported[this.reported.length - 1];
      const same = (entry) => entry.selected === selected && entry.second === second;
      if (latest && !same(latest) && this.reported.some(same)) return;
      if (selected === this.selected && second === this.second) return;
      this.owner = null;
      this.select(selected, { second, report: false, show: !first || Boolean(selected && !this.config.view) });
    }

    async select(id, { second = null, report = true, popup = false, show = false } = {}) {
      this.selected = id;
      this.second = id ? second : null;
      const ticket = (this.ticket = {});
      if (!popup) this.map.closePopup();
      if (report) this.report();
      this.redraw();
      const ids = [this.selected, this.second].filter(Boolean);
      const answers = await Promise.allSettled(ids.map((one) => this.records.get(one)));
      if (this.ticket !== ticket) return;
      const records = answers.flatMap((answer) => (answer.status === "fulfilled" ? [answer.value] : []));
      if (records.length < ids.length) this.status.show("record", t("The selected event could not be loaded."));
      else this.status.clear("record");
      const pinned = new Map(records.filter((one) => one.latitude !== null).map((one) => [one.event_id, mapkit.featureOf(one)]));
      for (const events of this.swipe.sides()) {
        events.pinned = events === (this.owner || this.events) ? pinned : new Map();
        events.arrange();
      }
      this.annotations.select(records);
      this.shapes.highlight(records);
      const record = records.find((one) => one.event_id === id);
      if (show || records.length > 1) this.reveal(records);
      if (show && record) this.swipe.uncover(record);
      if (!record) return;
      this.status.say(t("Selected: {event}, {place}", { event: t(record.sub_event_type), place: record.location || t("no place") }));
      if (popup) this.openPopup(record);
    }

    /* The selected events as they are drawn whatever the groups are, on the side that they were chosen on. */
    pinned() {
      return (this.owner || this.events).pinned;
    }

    redraw() {
      for (const events of this.swipe.sides()) events.layer.redraw();
    }

    obstacles() {
      return this.swipe.sides().flatMap((events) => events.obstacles());
    }

    /* Bring an event that was chosen elsewhere into view, moving as little as possible. */
    reveal(records) {
      const reference = this.map.getCenter().lng;
      const places = records
        .filter((record) => Number.isFinite(record.latitude))
        .map((record) => L.latLng(record.latitude, mapkit.nearestLng(record.longitude, reference)));
      if (!places.length) return;
      const size = this.map.getSize();
      const [near, far] = [L.point(64, 48), L.point(this.covered() ? 120 + this.covered() : 48, 64 + this.reading.covered())];
      const free = L.bounds(near, size.subtract(far));
      if (places.every((place) => free.contains(this.map.latLngToContainerPoint(place)))) return;
      if (places.length > 1) {
        mapkit.settle(this.map).fitBounds(L.latLngBounds(places), { paddingTopLeft: near, paddingBottomRight: far, maxZoom: this.map.getZoom() });
        return;
      }
      const animate = this.map.distance(this.map.getCenter(), places[0]) < 2e6;
      this.map.panInside(places[0], { paddingTopLeft: near, paddingBottomRight: far, animate });
    }

    /* Pixels at the right that the page's panel lies over while an event is selected; none on a narrow screen. */
    covered() {
      const { x } = this.map.getSize();
      return this.selected && x > 700 ? this.config.inset || 0 : 0;
    }

    report() {
      this.clicks += 1;
      const { lat, lng } = this.map.getCenter().wrap();
      const value = {
        event_id: this.selected,
        second_id: this.second,
        n: this.clicks,
        view: { lat: Number(lat.toFixed(4)), lon: Number(lng.toFixed(4)), zoom: Number(this.map.getZoom().toFixed(1)) },
      };
      this.reported.push({ selected: this.selected, second: this.second, time: Date.now() });
      // st_folium itself sends nothing while `returned_objects` names only keys that it does not know.
      if (window.Streamlit) window.Streamlit.setComponentValue(value);
      this.map.getContainer().dispatchEvent(new CustomEvent("mapkit:select", { bubbles: true, detail: value }));
    }

    /* Keep the view and the switches in the page's address, without a rerun; a frame of another origin has no say there. */
    writeView() {
      if (!this.config.viewInUrl || window.parent === window || this.events.query === null) return;
      try {
        const { lat, lng } = this.map.getCenter().wrap();
        const url = new URL(window.parent.location.href);
        url.searchParams.set("lat", lat.toFixed(4));
        url.searchParams.set("lon", lng.toFixed(4));
        url.searchParams.set("z", String(Number(this.map.getZoom().toFixed(1))));
        this.switches.write(url.searchParams);
        this.swipe.write(url.searchParams);
        window.parent.history.replaceState(window.parent.history.state, "", url);
      } catch (error) {
        console.debug("mapkit: the page's address is out of reach", error);
      }
    }

    /* Write the view again where the page's address has lost it. */
    keepView() {
      if (!this.config.viewInUrl || window.parent === window) return;
      try {
        if (!new URLSearchParams(window.parent.location.search).has("lat")) this.writeView();
      } catch (error) {
        console.debug("mapkit: the page's address is out of reach", error);
      }
    }

    /* ---- pointer ---- */

    onClick(event) {
      const native = event.originalEvent || {};
      if (this.review.active) {
        this.review.place(event.latlng);
        return;
      }
      if (this.measure.active) {
        this.measure.add(event.latlng);
        return;
      }
      const touch = native.pointerType === "touch";
      const entry = this.swipe.at(event.containerPoint).hit(event.containerPoint, touch);
      if (!entry) {
        if (this.selected && !this.picking) this.select(null);
        return;
      }
      if (entry.group) this.openGroup(entry);
      else this.choose(entry.feature, native, entry.owner);
    }

    /* A plain choice selects; with Shift it adds the second event of a distance, or takes it away again. */
    choose(feature, native, owner) {
      if ((native.shiftKey || this.picking) && this.selected && this.selected !== feature.id) {
        this.picking = false;
        this.select(this.selected, { second: this.second === feature.id ? null : feature.id });
        return;
      }
      this.owner = owner;
      const { open } = this.reading; // the text and the panel beside it tell all that a popup would
      this.select(feature.id, { popup: !open, show: Boolean(open) });
    }

    async openGroup(entry) {
      const { group } = entry;
      const members = group.members;
      const bounds = members
        ? L.latLngBounds(members.map((member) => [member.lat, member.lon]))
        : L.latLngBounds([group.bounds[1], group.bounds[0]], [group.bounds[3], group.bounds[2]]);
      const { map } = this;
      if (!group.same_place && map.getZoom() < map.getMaxZoom() - 1) {
        const fitting = map.getBoundsZoom(bounds, false, L.point(80, 80));
        if (Number.isFinite(fitting) && fitting < map.getMaxZoom()) {
          const zoom = Math.max(Math.min(fitting, map.getZoom() + 4), map.getZoom() + 1);
          map.setView(bounds.getCenter(), zoom);
          return;
        }
      }
      const features = members || (await this.membersOf(group, entry.owner.query));
      if (features.length) this.openList(entry, features, group.count);
    }

    /* The events of a group that no zoom parts. */
    async membersOf(group, query) {
      const { base } = this.config;
      const filters = query ? `&${query}` : "";
      try {
        const answer = await mapkit.fetchJson(`${base}/api/at?lat=${group.lat}&lon=${group.lon}&size=100${filters}`);
        return answer.events;
      } catch (error) {
        this.status.show("events", t("Events could not be loaded: {error}", { error: error.message }));
        return [];
      }
    }

    openList(entry, features, count) {
      const at = this.map.layerPointToLatLng([entry.x, entry.y]);
      const title = features.length < count
        ? tn("{first} of {n} event at one place", "{first} of {n} events at one place", count, { first: features.length })
        : tn("{n} event at one place", "{n} events at one place", count);
      const list = this.popups.list(title, features, (feature, native) => this.choose(feature, native, entry.owner));
      this.popup(at, list, entry.radius);
    }

    openPopup(record) {
      const entry = this.swipe.find(record.event_id);
      const at = entry ? this.map.layerPointToLatLng([entry.x, entry.y]) : [record.latitude, record.longitude];
      this.popup(at, this.popups.card(record), 10);
    }

    popup(at, content, reach) {
      this.hover(null);
      const narrow = this.map.getSize().x < 480;
      L.popup({
        className: "mapkit-popup", maxWidth: narrow ? 280 : 340, minWidth: narrow ? 220 : 260,
        maxHeight: Math.round(this.map.getSize().y * 0.6), offset: [0, -(reach - 4)],
        autoPanPaddingTopLeft: [60, 16], autoPanPaddingBottomRight: [16 + this.covered(), 16],
      }).setLatLng(at).setContent(content).openOn(this.map);
    }

    onMove(event) {
      if (this.review.active) return;
      if (this.measure.active) {
        this.measure.move(event.latlng);
        return;
      }
      if (event.originalEvent && event.originalEvent.pointerType === "touch") return;
      this.hover(this.swipe.at(event.containerPoint).hit(event.containerPoint, false));
    }

    hover(entry) {
      const id = entry && entry.feature ? entry.feature.id : null;
      this.map.getContainer().classList.toggle("mapkit-pointing", Boolean(entry));
      if (id === this.hovered) return;
      this.hovered = id;
      this.map.getContainer().dispatchEvent(new CustomEvent("mapkit:hover", { detail: { id } }));
      this.redraw();
      if (id) {
        this.tooltip.setLatLng(this.map.layerPointToLatLng([entry.x, entry.y])).setContent(this.popups.hint(entry.feature));
        this.map.openTooltip(this.tooltip);
      } else {
        this.map.closeTooltip(this.tooltip);
      }
    }

    /* ---- keyboard ---- */

    onKey(event) {
      if (event.ctrlKey || event.altKey || event.metaKey || event.target !== this.map.getContainer()) {
        if (event.key !== "Escape") return;
      }
      if (this.review.active) return; // the keys of the pin
      const { measure } = this;
      const actions = {
        n: () => this.walk.step(1),
        p: () => this.walk.step(-1),
        "?": () => window.parent.postMessage({ mapkit: "help" }, location.origin),
        f: () => this.fit(),
        h: () => this.home(),
        m: () => (measure.active ? measure.stop() : measure.start()),
        enter: () => {
          if (measure.active) measure.add(this.map.getCenter());
          else this.walk.enter(event);
        },
        backspace: () => measure.active && measure.undo(),
        escape: () => {
          if (measure.active) measure.stop();
          else if (this.selected) this.select(null);
          else if (this.map._popup && this.map._popup.isOpen()) this.map.closePopup();
          else this.reading.leave();
        },
      };
      const action = actions[event.key.toLowerCase()];
      if (!action) return;
      action();
      event.preventDefault();
    }
  }

  /* Called once by the map's script. */
  mapkit.start = (map, config) => {
    mapkit.current = new Controller(map, config);
    return mapkit.current;
  };

  /* The layer that Folium adds and removes: a handle, whose events live on while one handle follows another. */
  const Handle = L.Layer.extend({
    initialize(config) {
      this.config = config;
    },

    onAdd(map) {
      map.mapkit.handle = this;
      map.mapkit.update(this.config);
    },

    onRemove(map) {
      setTimeout(() => {
        if (map.mapkit.handle === this) map.mapkit.clear();
      }, 0);
    },
  });

  mapkit.eventLayer = (config) => {
    // st_folium keeps every layer that it ever added; those no longer on the map may go.
    if (Array.isArray(window.feature_group) && window.map) {
      window.feature_group = window.feature_group.filter((layer) => window.map.hasLayer(layer));
    }
    return new Handle(config);
  };
})();
