/* Playback: the period walks through time by itself. The map has all dated events at hand then and draws each step at
   once; for readers who asked for less motion, and where the events are too many for that, it asks for one step after
   the other. */
const PACE_MS = 350; // of a step, where there are few
const CALM_PACE_MS = 1200; // for readers who asked for less motion
const WHOLE_MS = 90000; // what many steps share, but each is drawn
const FRAME_MS = 1000 / 60;
const SLOW_MS = 200; // after which a wait is said
const SPEAK_MS = 5000; // from one word to a screen reader to the next
const TELL_MS = 350; // from one value of the slider to the next

/* How long a step takes, on days on which events begin. */
function paceOf({ first, bars }, stride) {
  const steps = new Set(bars.map((bar) => Math.floor((bar.first - first) / stride))).size;
  return between(FRAME_MS, WHOLE_MS / steps, PACE_MS);
}

/* Walk until the end or until `on` says no, each step drawn in a frame of its own. The promise is kept with whether there
   is nothing left to play; there is where `on` says that other events are wanted. */
function roll(timeline, days, on) {
  const counts = { first: days[0], last: days.at(-1), bars: days.map((day) => ({ first: day, last: day })) };
  const paces = Object.fromEntries(Object.values(STRIDE).map((stride) => [stride, paceOf(counts, stride)]));
  return new Promise((resolve) => {
    let due = performance.now();
    const frame = (now) => {
      if (!on()) {
        resolve();
        return;
      }
      if (now >= due) {
        const stride = STRIDE[timeline.stride];
        const next = following(counts, timeline.period, stride, 1) || (timeline.begun ? null : opening(counts, timeline.period, stride));
        if (!next) {
          resolve(true);
          return;
        }
        timeline.begun = true;
        timeline.frame(next, now);
        due = Math.max(due + paces[stride], now); // a late frame takes no other's place
      }
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
}

/* Fetch what is to be played, and say so where that takes long; the days on which events begin, null where it was
   aborted. */
async function fetched(timeline, playback, query) {
  let [share, told] = [0, false];
  const slow = setTimeout(() => {
    told = true;
    timeline.wait(share);
  }, SLOW_MS);
  try {
    return await playback.begin(query, (now) => {
      share = now;
      if (told) timeline.wait(share);
    });
  } catch (error) {
    if (error.name === "AbortError") return null;
    playback.refuse(error);
    return [];
  } finally {
    clearTimeout(slow);
    timeline.wait(null);
  }
}

/* Play from what the map has at hand; false where it can not. */
async function playFilm(timeline, on) {
  const playback = timeline.map()?.playback;
  while (playback && on()) {
    const { query } = timeline.data;
    const days = await fetched(timeline, playback, query);
    if (days && !days.length) {
      playback.end(timeline.query());
      return false;
    }
    if (days && (await roll(timeline, days, () => on() && timeline.data.query === query))) return true;
  }
  return Boolean(playback);
}

/* Play by asking for each step. */
async function playSteps(timeline, pace, on) {
  const onwards = () => following(timeline.counts, timeline.period, STRIDE[timeline.stride], 1);
  let next = onwards() || (timeline.begun ? null : timeline.opening());
  while (next && on()) {
    const rest = new Promise((resolve) => setTimeout(resolve, pace));
    timeline.begun = true;
    await Promise.all([timeline.show(next), rest]);
    next = onwards();
  }
}

async function playOn(timeline, on) {
  timeline.begun = false;
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  if (!calm && (await playFilm(timeline, on))) return;
  await playSteps(timeline, calm ? CALM_PACE_MS : PACE_MS, on);
}
