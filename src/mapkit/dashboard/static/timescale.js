/* Days as whole numbers since 1970, their words, and which of them an axis names. All in UTC: a date has no zone. */
const DAY_MS = 86400000;
const dayOf = (iso) => Math.round(Date.parse(`${iso}T00:00:00Z`) / DAY_MS);
const dateOf = (day) => new Date(day * DAY_MS);
const isoOf = (day) => dateOf(day).toISOString().slice(0, 10);
const monthOf = (day) => dateOf(day).getUTCFullYear() * 12 + dateOf(day).getUTCMonth();
const dayOfMonth = (month) => Math.round(new Date(0).setUTCFullYear(Math.floor(month / 12), month - 12 * Math.floor(month / 12), 1) / DAY_MS);

const written = (options) => dates({ timeZone: "UTC", ...options });
const LONG = { day: "numeric", month: "long", year: "numeric" };
const SHORT = { day: "numeric", month: "short", year: "numeric" };
const DAY_MONTH = { day: "numeric", month: "short" };
const MONTH = { month: "short" };
const MONTH_YEAR = { month: "short", year: "numeric" };

/* "19 August 2024", "3–7 May 2025": a period by its first and last day, both included. */
const periodWords = (first, last, options) => {
  const format = written(options);
  return (first === last ? format.format(dateOf(first)) : format.formatRange(dateOf(first), dateOf(last))).replace(/[\u2009\u202f]/g, " ");
};

const STEPS = [
  ...[1, 2, 7, 14].map((days) => ({ days })),
  ...[1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 2400, 6000, 12000].map((months) => ({ months })),
];

/* The days in [first, end) on which a step begins: weeks on Mondays, months on their first. */
function marks(first, end, { days, months }) {
  const found = [];
  if (days) {
    for (let day = first + ((((-3 - first) % days) + days) % days); day < end; day += days) found.push(day);
    return found;
  }
  for (let month = Math.ceil(monthOf(first) / months) * months; dayOfMonth(month) < end; month += months) {
    if (dayOfMonth(month) >= first) found.push(dayOfMonth(month));
  }
  return found;
}

function markWords(day, before, { days, months }) {
  const year = dateOf(day).getUTCFullYear();
  if (months && months % 12 === 0) return String(year);
  const sameYear = before !== undefined && dateOf(before).getUTCFullYear() === year;
  const format = days ? (sameYear ? DAY_MONTH : SHORT) : sameYear ? MONTH : MONTH_YEAR;
  return written(format).format(dateOf(day));
}

/* The finest marks of [first, end) whose words do not touch on an axis of `width` pixels: [{day, x, words}]. */
function axis(first, end, width, measure) {
  const GAP = 14;
  for (const step of STEPS) {
    if ((end - first) / (step.days || step.months * 30) > width / 24) continue;
    const days = marks(first, end, step);
    const found = days.map((day, index) => {
      const words = markWords(day, days[index - 1], step);
      return { day, words, x: ((day - first) / (end - first)) * width, wide: measure(words) };
    });
    if (found.every((mark, index) => !index || found[index - 1].x + found[index - 1].wide + GAP <= mark.x)) {
      return found.filter((mark) => mark.x + mark.wide <= width);
    }
  }
  return [];
}
