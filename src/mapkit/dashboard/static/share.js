/* A small menu: the address of what is seen, the code that frames it elsewhere, the page to print. Nothing is sent. */
export default function (component) {
  const { data, parentElement } = component;
  speak(data.speech);
  const root = parentElement.querySelector(".root");

  /* What is seen is in the page's address at all times: filters, selection, document, period, and the map's view. */
  const link = () => window.location.href;

  /* The part of the address that map and briefing know. */
  const part = (...more) => [...new URL(link()).searchParams].filter(([key]) => [...data.filters, "lat", "lon", "z", ...more].includes(key));

  const code = () => {
    const frame = document.createElement("iframe");
    const url = new URL(link());
    url.hash = "";
    url.search = new URLSearchParams([["embed", "1"], ...part("event", "to", "lang", ...data.switches)]);
    frame.src = url.href;
    frame.title = t("Map of events");
    frame.style.cssText = "width: 100%; height: 480px; border: 0";
    return frame.outerHTML;
  };

  const briefing = () => `${data.briefing}?${new URLSearchParams([...part(), ["lang", speech.lang]])}`;

  redraw(parentElement, () => {
    const menu = el("details", "share", null, { "data-fold": "share" });
    const summary = el("summary", null, t("Share"), { "data-focus": "share" });
    const box = el("div", "menu");
    const field = el("textarea", "field", null, { readonly: true, rows: 3, hidden: true, "aria-label": t("To copy") });
    const said = el("p", "said", null, { role: "status" });

    const copying = (label, text, done) => {
      const button = el("button", "item", label, { type: "button", "data-focus": label });
      button.addEventListener("click", async () => {
        field.value = text();
        field.hidden = true;
        try {
          await navigator.clipboard.writeText(field.value);
          said.textContent = done;
        } catch {
          // No clipboard without https, or it is refused: the reader copies by hand.
          field.hidden = false;
          field.focus();
          field.select();
          said.textContent = t("Copy it from here.");
        }
      });
      return button;
    };

    const print = el("a", "item", t("Open a briefing to print"), { href: briefing(), target: "_blank", rel: "noopener", "data-focus": "briefing" });
    for (const event of ["pointerdown", "focus"]) print.addEventListener(event, () => (print.href = briefing()));
    box.append(copying(t("Copy link"), link, t("Link copied.")), copying(t("Copy embed code"), code, t("Embed code copied.")), print, field, said);
    menu.append(summary, box);
    menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !menu.open) return;
      menu.open = false;
      summary.focus();
      event.stopPropagation();
    });
    menu.addEventListener("toggle", () => {
      said.textContent = "";
      field.hidden = true;
    });
    return [menu];
  });

  const away = (event) => {
    const menu = root.querySelector("details");
    if (menu && !event.composedPath().includes(root)) menu.open = false;
  };
  document.addEventListener("pointerdown", away);
  return () => document.removeEventListener("pointerdown", away);
}
