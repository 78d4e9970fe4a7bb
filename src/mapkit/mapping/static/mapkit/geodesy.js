/* Distances on the WGS84 ellipsoid (Vincenty 1975, inverse), and great-circle paths for drawing. */
(function () {
  "use strict";

  const { t, numeral } = L.mapkit;
  const RADIUS = 6378137.0;
  const FLATTENING = 1 / 298.257223563;
  const MINOR = RADIUS * (1 - FLATTENING);
  const MEAN = 6371008.8;
  const rad = (degrees) => (degrees * Math.PI) / 180;
  const deg = (radians) => (radians * 180) / Math.PI;

  const POINTS = [
    ..."N NNE NE ENE E ESE SE SSE S SSW SW WSW W WNW NW NNW".split(" "),
  ];

  function spherical(a, b) {
    const dLat = rad(b.lat - a.lat), dLng = rad(b.lng - a.lng);
    const h = Math.sin(dLat / 2) ** 2 + Math.cos(rad(a.lat)) * Math.cos(rad(b.lat)) * Math.sin(dLng / 2) ** 2;
    const y = Math.sin(dLng) * Math.cos(rad(b.lat));
    const x = Math.cos(rad(a.lat)) * Math.sin(rad(b.lat)) - Math.sin(rad(a.lat)) * Math.cos(rad(b.lat)) * Math.cos(dLng);
    return { metres: 2 * MEAN * Math.asin(Math.min(1, Math.sqrt(h))), bearing: (deg(Math.atan2(y, x)) + 360) % 360 };
  }

  /* {metres, bearing}: geodesic length and initial bearing in degrees from a to b ({lat, lng}). */
  function inverse(a, b) {
    const dLng = rad(b.lng - a.lng);
    const u1 = Math.atan((1 - FLATTENING) * Math.tan(rad(a.lat)));
    const u2 = Math.atan((1 - FLATTENING) * Math.tan(rad(b.lat)));
    const [sinU1, cosU1, sinU2, cosU2] = [Math.sin(u1), Math.cos(u1), Math.sin(u2), Math.cos(u2)];
    let lambda = dLng;
    for (let round = 0; round < 100; round++) {
      const [sinL, cosL] = [Math.sin(lambda), Math.cos(lambda)];
      const sinS = Math.hypot(cosU2 * sinL, cosU1 * sinU2 - sinU1 * cosU2 * cosL);
      if (sinS === 0) return { metres: 0, bearing: 0 };
      const cosS = sinU1 * sinU2 + cosU1 * cosU2 * cosL;
      const sigma = Math.atan2(sinS, cosS);
      const sinA = (cosU1 * cosU2 * sinL) / sinS;
      const cos2A = 1 - sinA * sinA;
      const cos2M = cos2A === 0 ? 0 : cosS - (2 * sinU1 * sinU2) / cos2A;
      const c = (FLATTENING / 16) * cos2A * (4 + FLATTENING * (4 - 3 * cos2A));
      const before = lambda;
      lambda = dLng + (1 - c) * FLATTENING * sinA *
        (sigma + c * sinS * (cos2M + c * cosS * (2 * cos2M * cos2M - 1)));
      if (Math.abs(lambda - before) > 1e-12) continue;
      const uSq = (cos2A * (RADIUS * RADIUS - MINOR * MINOR)) / (MINOR * MINOR);
      const A = 1 + (uSq / 16384) * (4096 + uSq * (-768 + uSq * (320 - 175 * uSq)));
      const B = (uSq / 1024) * (256 + uSq * (-128 + uSq * (74 - 47 * uSq)));
      const dS = B * sinS * (cos2M + (B / 4) * (cosS * (2 * cos2M * cos2M - 1) -
        (B / 6) * cos2M * (4 * sinS * sinS - 3) * (4 * cos2M * cos2M - 3)));
      const bearing = Math.atan2(cosU2 * Math.sin(lambda), cosU1 * sinU2 - sinU1 * cosU2 * Math.cos(lambda));
      return { metres: MINOR * A * (sigma - dS), bearing: (deg(bearing) + 360) % 360 };
    }
    return spherical(a, b); // the iteration does not settle for nearly antipodal points
  }

  /* The point `metres` away from a at a bearing (on the sphere: for drawing rings and labels, not for figures). */
  function destination(a, bearing, metres) {
    const d = metres / MEAN, lat = rad(a.lat), course = rad(bearing);
    const lat2 = Math.asin(Math.sin(lat) * Math.cos(d) + Math.cos(lat) * Math.sin(d) * Math.cos(course));
    const lng2 = rad(a.lng) +
      Math.atan2(Math.sin(course) * Math.sin(d) * Math.cos(lat), Math.cos(d) - Math.sin(lat) * Math.sin(lat2));
    return { lat: deg(lat2), lng: deg(lng2) };
  }

  /* The great circle from a to b as points, longitudes continuous across the date line. */
  function path(a, b) {
    const p = (q) => [Math.cos(rad(q.lat)) * Math.cos(rad(q.lng)), Math.cos(rad(q.lat)) * Math.sin(rad(q.lng)), Math.sin(rad(q.lat))];
    const [v, w] = [p(a), p(b)];
    const angle = Math.acos(Math.max(-1, Math.min(1, v[0] * w[0] + v[1] * w[1] + v[2] * w[2])));
    const steps = Math.max(2, Math.min(180, Math.ceil(deg(angle) * 2)));
    const points = [];
    let lng = a.lng;
    for (let step = 0; step <= steps; step++) {
      const t = step / steps;
      const [k, m] = angle < 1e-9 ? [1 - t, t] : [Math.sin((1 - t) * angle) / Math.sin(angle), Math.sin(t * angle) / Math.sin(angle)];
      const [x, y, z] = [k * v[0] + m * w[0], k * v[1] + m * w[1], k * v[2] + m * w[2]];
      lng = L.mapkit.nearestLng(deg(Math.atan2(y, x)), lng);
      points.push({ lat: deg(Math.atan2(z, Math.hypot(x, y))), lng });
    }
    return points;
  }

  function ring(centre, metres, corners) {
    const points = [];
    for (let corner = 0; corner < (corners || 96); corner++) {
      points.push(destination(centre, (360 * corner) / (corners || 96), metres));
    }
    return points;
  }

  const compass = (bearing) => POINTS[Math.round(bearing / 22.5) % 16];

  /* Figures as a reader wants them: three significant digits, metres below a kilometre. */
  function figure(value) {
    return numeral(value >= 100 ? Math.round(value) : Number(value.toPrecision(value >= 10 ? 3 : 2)));
  }

  function lengthText(metres) {
    const miles = metres / 1609.344;
    const imperial = miles < 0.2 ? t("{n} ft", { n: Math.round(metres / 0.3048) }) : t("{n} mi", { n: figure(miles) });
    const metric = metres < 1000 ? t("{n} m", { n: Math.round(metres) }) : t("{n} km", { n: figure(metres / 1000) });
    return `${metric} · ${imperial}`;
  }

  const bearingText = (bearing) => `${String(Math.round(bearing) % 360).padStart(3, "0")}° ${t(compass(bearing))}`;

  L.mapkit.geodesy = { inverse, destination, path, ring, compass, lengthText, bearingText };
})();
