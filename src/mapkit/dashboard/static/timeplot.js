/* The drawing of a timeline: bars by type, the chosen period with its edges, and an axis, as SVG. */
const SVG = "http://www.w3.org/2000/svg";
const HEIGHT = 38; // pixels of the highest bar
const BAR_MAX = 18; // pixels
const EDGE = 7; // pixels to either side of an edge that take hold of it

const shape = (tag, attributes) => {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  return node;
};

class TimePlot {
  constructor(chart) {
    this.chart = chart;
    this.svg = shape("svg", { class: "plot", "aria-hidden": "true" });
    this.pen = document.createElement("canvas").getContext("2d");
    chart.append(this.svg);
  }

  /* Where a day begins, in pixels. */
  x(day) {
    const { from, end } = this.counts;
    return ((day - from) / (end - from)) * this.width;
  }

  /* The day at a pointer, with its fraction. */
  dayAt(event) {
    const { from, end } = this.counts;
    return from + ((event.clientX - this.chart.getBoundingClientRect().left) / this.width) * (end - from);
  }

  /* What of the period a pointer takes hold of: an edge, its inside, or nothing. */
  hold(event, period) {
    if (!period) return "new";
    const x = event.clientX - this.chart.getBoundingClientRect().left;
    const reach = event.pointerType === "touch" ? 2.5 * EDGE : EDGE;
    const [left, right] = period.map((day, index) => this.x(day + index));
    if (Math.abs(x - left) <= reach && Math.abs(x - left) <= Math.abs(x - right)) return "start";
    if (Math.abs(x - right) <= reach) return "end";
    return left < x && x < right ? "inside" : "new";
  }

  /* Draw { from, end, bars, most }: types as [[name, colour]] from the ground up; without the dated ones all is faded. */
  draw(counts, types, period, faded) {
    this.counts = counts;
    this.width = this.chart.clientWidth;
    this.svg.setAttribute("viewBox", `0 0 ${this.width} ${HEIGHT + 18}`);
    this.svg.setAttribute("height", HEIGHT + 18);
    const bars = shape("g", {});
    for (const bar of counts.bars) bars.append(...this.bar(bar, types));
    const ground = shape("line", { class: "ground", x1: 0, x2: this.width, y1: HEIGHT + 0.5, y2: HEIGHT + 0.5 });
    this.window = null;
    const drawn = period ? this.period(bars, period, faded) : [bars];
    if (faded && !period) bars.setAttribute("class", "faded");
    this.svg.replaceChildren(ground, ...drawn, ...this.axis());
  }

  /* The bars faded, but within the period, and its two edges. */
  period(bars, period, faded) {
    const [left, right] = this.ends(period);
    const around = bars.cloneNode(true);
    around.setAttribute("class", "faded");
    const clip = shape("clipPath", { id: "period" });
    clip.append(shape("rect", { x: left, y: 0, width: right - left, height: HEIGHT }));
    bars.setAttribute("clip-path", "url(#period)");
    const edges = [left, right].flatMap((x) => [
      shape("line", { class: "edge", x1: x, x2: x, y1: 0, y2: HEIGHT }),
      shape("rect", { class: "grip", x: x - 2.5, y: HEIGHT / 2 - 7, width: 5, height: 14, rx: 2.5 }),
    ]);
    const ground = shape("rect", { class: "period", x: left, y: 0, width: Math.max(1, right - left), height: HEIGHT });
    this.window = { clip: clip.firstChild, ground, edges };
    return [around, ground, clip, ...(faded ? [] : [bars]), ...edges];
  }

  /* Move the period that is drawn, and nothing else; false where there is none. */
  move(period) {
    if (!this.window) return false;
    const { clip, ground, edges } = this.window;
    const [left, right] = this.ends(period);
    const put = (node, values) => Object.entries(values).forEach(([name, value]) => node.setAttribute(name, value));
    put(clip, { x: left, width: right - left });
    put(ground, { x: left, width: Math.max(1, right - left) });
    [left, right].forEach((x, index) => {
      put(edges[2 * index], { x1: x, x2: x });
      put(edges[2 * index + 1], { x: x - 2.5 });
    });
    return true;
  }

  /* Where a period begins and ends, in pixels. */
  ends(period) {
    return period.map((day, index) => between(0, this.x(day + index), this.width));
  }

  /* One bar: its types in the legend's order, never too low to be seen. */
  bar({ first, last, types: counted, count }, types) {
    const [left, right] = [this.x(first), this.x(last + 1)];
    const width = between(1, (right - left) * 0.82, BAR_MAX);
    const high = Math.max(3, (count / this.counts.most) * (HEIGHT - 4));
    let y = HEIGHT;
    return types.filter(([type]) => counted[type]).map(([type, colour]) => {
      const height = (counted[type] / count) * high;
      y -= height;
      return shape("rect", { x: (left + right - width) / 2, y, width, height, style: `fill: ${colour}`, "data-type": type });
    });
  }

  axis() {
    this.pen.font = `11.5px ${getComputedStyle(this.chart).fontFamily}`;
    const { from, end } = this.counts;
    return axis(from, end, this.width, (words) => this.pen.measureText(words).width).flatMap(({ x, words }) => {
      const text = shape("text", { class: "mark", x, y: HEIGHT + 15 });
      text.textContent = words;
      return [shape("line", { class: "ground", x1: x + 0.5, x2: x + 0.5, y1: HEIGHT, y2: HEIGHT + 4 }), text];
    });
  }
}
