/* How a window of days walks through the bars of a timeline. A window is [first day, last day], both included; counts are
   { first, last, bars }, bars in order as { first, last }. */
const STRIDE = { day: 1, week: 7 };
const between = (low, value, high) => Math.max(low, Math.min(value, high));

/* How many days the window has: the reader's own period, unless that is all of time. */
function lengthOf({ first, last }, period, stride) {
  const days = period ? period[1] - period[0] + 1 : Infinity;
  return days > last - first ? stride : days;
}

/* The first window of a walk. */
function opening(counts, period, stride) {
  return [counts.first, counts.first + lengthOf(counts, period, stride) - 1];
}

/* The next window in which an event begins, backwards where the direction is -1; null where none is left. Strides
   without any event are stepped over. */
function following(counts, period, stride, direction) {
  const { first, last, bars } = counts;
  const days = lengthOf(counts, period, stride);
  if (!period || period[1] - period[0] + 1 !== days) return direction > 0 ? opening(counts, period, stride) : [last - days + 1, last];
  const start = period[0] + direction * stride;
  const end = start + days - 1;
  const bar = direction > 0 ? bars.find((one) => one.last >= start) : bars.findLast((one) => one.first <= end);
  if (!bar) return null;
  const away = direction > 0 ? bar.first - end : start - bar.last;
  const skipped = direction * Math.max(0, Math.ceil(away / stride)) * stride;
  return [start + skipped, end + skipped];
}

/* The window moved by some days, from where there is none yet from either end, without leaving the bars. */
function moved(counts, period, stride, by) {
  const { first, last } = counts;
  const days = lengthOf(counts, period, stride);
  const latest = Math.max(first, last - days + 1);
  const start = between(first, period ? period[0] + by : by < 0 === Number.isFinite(by) ? latest : first, latest);
  return [start, start + days - 1];
}
