/* Helpers of the page's components; every text of a document or reader is set with textContent, never as markup. */
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

const regions = (() => {
  try {
    return new Intl.DisplayNames(["en"], { type: "region" });
  } catch {
    return null;
  }
})();
const country = (code) => {
  try {
    return (regions && code && regions.of(code)) || code;
  } catch {
    return code;
  }
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
