/* A text cut at every edge of what is marked in it: evidence that overlaps or nests, triggers, names of places. */

/* Where code points (as the server counts) stand in UTF-16 units (as a browser counts): a Map by offset. */
const unitsOf = (text, offsets) => {
  const found = new Map();
  let [points, units] = [0, 0];
  for (const wanted of [...new Set(offsets)].sort((a, b) => a - b)) {
    for (; points < wanted && units < text.length; points += 1) units += text.codePointAt(units) > 0xffff ? 2 : 1;
    found.set(wanted, units);
  }
  return found;
};

/* The paragraphs of a text as [start, end] in units: parted by empty lines, else by line ends; none is empty. */
const paragraphsOf = (text) => {
  const edge = /\n[^\S\n]*\n/.test(text.trim()) ? /\s*\n[^\S\n]*\n\s*/g : /\s*\n\s*/g;
  const edges = [...text.matchAll(edge)].map((match) => [match.index, match.index + match[0].length]);
  const starts = [0, ...edges.map(([, end]) => end)];
  const ends = [...edges.map(([start]) => start), text.length];
  return starts.map((start, index) => [start, ends[index]]).filter(([start, end]) => text.slice(start, end).trim());
};

/* All that is marked, in units and in order of its beginning: {kind, item, start, end, main, lane}. Spans of evidence
   that overlap have different lanes, so that the line of each runs on at one height. */
const marksOf = ({ text, events, toponyms }) => {
  const raw = [];
  for (const event of events) {
    event.evidence.forEach(([start, end], index) => raw.push({ kind: "evidence", item: event, start, end, main: !index }));
    if (event.trigger) raw.push({ kind: "trigger", item: event, start: event.trigger[0], end: event.trigger[1] });
  }
  for (const name of toponyms) if (!name.embedded) raw.push({ kind: "name", item: name, start: name.start, end: name.end });
  const units = unitsOf(text, raw.flatMap(({ start, end }) => [start, end]));
  const marks = raw.map((mark) => ({ ...mark, start: units.get(mark.start), end: units.get(mark.end) }));
  marks.sort((a, b) => a.start - b.start || b.end - a.end);
  const ends = [];
  for (const mark of marks.filter(({ kind }) => kind === "evidence")) {
    const free = ends.findIndex((end) => end <= mark.start);
    mark.lane = free < 0 ? ends.length : free;
    ends[mark.lane] = mark.end;
  }
  return marks;
};

/* The pieces of one paragraph, each with the marks that hold over the whole of it. An event's own evidence begins with a
   piece of one word, which its symbol can be kept beside. */
const piecesOf = (text, [from, to], marks) => {
  const here = marks.filter(({ start, end }) => start < to && end > from);
  const cuts = new Set([from, to]);
  for (const { start, end, main } of here) {
    const word = main ? start + text.slice(start, end).search(/\s|$/) : start;
    for (const at of [start, word, end]) if (at > from && at < to) cuts.add(at);
  }
  const edges = [...cuts].sort((a, b) => a - b);
  return edges.slice(1).map((end, index) => {
    const start = edges[index];
    return { start, end, marks: here.filter((mark) => mark.start <= start && mark.end >= end) };
  });
};
