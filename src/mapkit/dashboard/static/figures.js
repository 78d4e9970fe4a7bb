/* What a figure means: a short explanation by pointing at it, by the keyboard's focus and by a tap. It is drawn above all
   else, so that no scrolling box cuts it off, and read out as the figure's description. */
const explained = (() => {
  let number = 0;

  const place = (tip, by) => {
    const box = by.getBoundingClientRect();
    const room = document.documentElement.clientWidth - 8;
    const { width, height } = tip.getBoundingClientRect();
    const above = box.top > height + 12 && box.bottom + height + 12 > window.innerHeight;
    tip.style.left = `${Math.max(8, Math.min(box.left, room - width))}px`;
    tip.style.top = `${above ? box.top - height - 6 : box.bottom + 6}px`;
  };

  /* Return a button that looks like the figure it holds; what is shown is a string or a node of ours. */
  return (shown, meaning, className, label) => {
    const id = `meaning-${(number += 1)}`;
    const box = el("span", "explained");
    const button = el("button", className ? `figure-of ${className}` : "figure-of", typeof shown === "string" ? shown : null, {
      type: "button", "aria-label": label, "aria-describedby": id, "data-focus": `meaning:${label ?? shown}:${meaning}`,
    });
    if (typeof shown !== "string") button.append(shown);
    const tip = el("span", "meaning", meaning, { id, role: "tooltip", popover: "manual" });
    const shows = () => tip.isConnected && tip.matches(":popover-open");
    const close = () => {
      window.removeEventListener("scroll", close, true);
      if (shows()) tip.hidePopover();
    };
    const open = () => {
      if (!tip.isConnected || shows()) return;
      tip.showPopover();
      place(tip, button);
      window.addEventListener("scroll", close, true); // it would stay where the figure was
    };
    button.addEventListener("pointerenter", (event) => event.pointerType === "mouse" && open());
    box.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && close());
    button.addEventListener("focus", () => button.matches(":focus-visible") && open());
    button.addEventListener("blur", close);
    button.addEventListener("click", (event) => {
      event.stopPropagation(); // the row that the figure stands in is not clicked
      if (shows() && event.pointerType !== "mouse") close();
      else open();
    });
    button.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !shows()) return;
      close();
      event.stopPropagation();
      event.preventDefault();
    });
    box.append(button, tip);
    return box;
  };
})();
