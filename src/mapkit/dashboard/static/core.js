/* Helpers of the page's components; every text of a document or reader is set with textContent, never as markup. */
const { speak, t, tn, numeral, dates, country } = speech;

const el = (tag, className, text, attributes) => {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined && text !== null) node.textContent = String(text);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value !== null && value !== undefined && value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  return node;
};

/* Symbols are markup of ours (mapkit.mapping.symbols): numbers and colours only. */
const symbol = (svg) => {
  const box = el("span", "symbol", null, { "aria-hidden": "true" });
  box.innerHTML = svg || "";
  return box;
};

const comma = (...parts) => parts.filter(Boolean).join(", ");

/* Draw anew inside the component's root, keeping the keyboard's focus, the scroll and what was unfolded. */
const redraw = (parent, build) => {
  const root = parent.querySelector(".root");
  const focused = parent.activeElement && parent.activeElement.dataset ? parent.activeElement.dataset.focus : null;
  const open = new Map([...root.querySelectorAll("details[data-fold]")].map((fold) => [fold.dataset.fold, fold.open]));
  const scroller = root.querySelector(".scroll");
  const [before, top] = [root.dataset.shown, scroller ? scroller.scrollTop : 0];
  root.replaceChildren(...build().filter(Boolean));
  for (const fold of root.querySelectorAll("details[data-fold]")) {
    if (open.has(fold.dataset.fold)) fold.open = open.get(fold.dataset.fold) || fold.hasAttribute("data-keep-open");
  }
  const now = root.querySelector(".scroll");
  if (now && before === root.dataset.shown) now.scrollTop = top;
  if (focused) {
    const again = [...root.querySelectorAll("[data-focus]")].find((node) => node.dataset.focus === focused);
    if (again) again.focus({ preventScroll: true });
  }
};

/* Say something to those who do not see the page: a line that is always there, so that what changes in it is spoken. */
const announce = (parent, words) => {
  const known = parent.querySelector(".announcer");
  const line = known || el("div", "speech announcer", null, { role: "status" });
  if (!known) parent.append(line);
  if (line.textContent !== words) line.textContent = words;
};

/* What another component of the page has inside, by that component's key; null where it is not there. */
const within = (key, inner) => {
  for (const node of document.querySelectorAll(`${key} *`)) {
    const found = node.shadowRoot?.querySelector(inner);
    if (found) return found;
  }
  return null;
};
const focusWithin = (key, inner) => {
  const found = within(key, inner);
  if (found) found.focus();
  return Boolean(found);
};

/* The map inside its frame; undefined while it is not there. */
const mapNode = () => document.querySelector(".st-key-map iframe")?.contentDocument?.querySelector(".mapkit");

/* Where the keyboard is, to come back there when what was opened from it is closed: the control, by its name in its
   component too, as Streamlit may have made both anew by then. */
const placeNow = () => {
  let node = document.activeElement;
  while (node?.shadowRoot?.activeElement) node = node.shadowRoot.activeElement;
  const box = node?.getRootNode().host?.closest("[class*='st-key-']");
  const key = box && [...box.classList].find((name) => name.startsWith("st-key-"));
  return { node, find: () => (key && node.dataset.focus ? within(`.${key}`, `[data-focus="${CSS.escape(node.dataset.focus)}"]`) : null) };
};
/* A document is opened by a button that is gone as soon as it is open. */
const leaveTo = () => (window.mapkitLeft = placeNow());
const goBack = (place, left = document.activeElement, tries = 30) => {
  const { node, find } = place;
  const found = node?.isConnected ? node : find();
  if (!found && node?.dataset?.focus && tries) {
    setTimeout(() => {
      if ([left, document.body].includes(document.activeElement)) goBack(place, left, tries - 1); // not gone elsewhere
    }, 100);
    return;
  }
  const target = !found || found === document.body || found.matches("iframe") ? mapNode() : found;
  if (target) target.focus();
};

/* Keys that are single letters can be put off (WCAG 2.2, 2.1.4): who speaks to the computer would press them unawares. */
const LETTERS = "mapkit.letters";
const lettersOff = () => {
  try {
    return localStorage.getItem(LETTERS) === "off";
  } catch {
    return false; // private browsing
  }
};
