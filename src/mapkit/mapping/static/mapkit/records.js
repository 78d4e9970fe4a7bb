/* Full event records, fetched once each. */
(function () {
  "use strict";

  const { mapkit } = L;

  mapkit.Records = class {
    constructor(base) {
      this.base = base;
      this.cache = new mapkit.Cache(400);
    }

    /* A promise of the record; a failed one is forgotten, so that asking again tries again. */
    get(id) {
      const known = this.cache.get(id);
      if (known) return known;
      const promise = mapkit.fetchJson(`${this.base}/api/event/${encodeURIComponent(id)}`);
      promise.catch(() => this.cache.delete(id));
      return this.cache.set(id, promise);
    }

    clear() {
      this.cache = new mapkit.Cache(400);
    }
  };

  /* An event record as the map's own features have it. */
  mapkit.featureOf = function (record) {
    return {
      id: record.event_id,
      lat: record.latitude,
      lon: record.longitude,
      type: record.event_type,
      sub: record.sub_event_type,
      claim: record.claim_status,
      status: record.event_status,
      place: record.location || record.location_text,
      date: record.event_date || record.date_start,
      layer_id: record.layer_id,
      kind: mapkit.kindOf(record),
      uncertainty_m: record.coordinate_uncertainty_m,
    };
  };

  mapkit.kindOf = function (record) {
    const type = record.geometry && record.geometry.type;
    if (type && type.includes("Line")) return "line";
    if (type && type.includes("Polygon")) return "area";
    if (!record.layer_id) return "point";
    return record.layer_id.startsWith("rivers/") ? "line" : "area";
  };
})();
