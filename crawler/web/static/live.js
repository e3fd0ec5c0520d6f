"use strict";
// Parts of a page that bear data-live are fetched again every so many seconds, and changed where
// they differ; those that bear data-along go along. What has the focus, is selected, scrolled or opened stays so. Without a script
// everything works; it is only not renewed by itself.
(() => {
  const parts = () => [...document.querySelectorAll("[data-live]")];
  const along = () => [...document.querySelectorAll("[data-along]")];
  let failures = 0;

  const isAlike = (one, other) => one.nodeName === other.nodeName && one.id === other.id;

  // What a person did to an element is not undone: opened details, what was typed or ticked.
  const isTheirs = (one, name) =>
    (name === "open" && one.nodeName === "DETAILS") ||
    (["value", "checked"].includes(name) && one.nodeName === "INPUT" && one.type !== "hidden");

  const matchAttributes = (old, fresh) => {
    for (const { name } of [...old.attributes]) {
      if (!fresh.hasAttribute(name) && !isTheirs(old, name)) old.removeAttribute(name);
    }
    for (const { name, value } of fresh.attributes) {
      if (old.getAttribute(name) !== value && !isTheirs(old, name)) old.setAttribute(name, value);
    }
  };

  // Rows with an id are the same rows wherever they stand; others are told by their place.
  const matchChildren = (old, fresh) => {
    const ids = new Set([...fresh.children].map((one) => one.id).filter(Boolean));
    for (const one of [...old.children]) if (one.id && !ids.has(one.id)) one.remove();
    let at = old.firstChild;
    for (const node of [...fresh.childNodes]) {
      const moved = node.id && [...old.children].find((one) => one.id === node.id);
      if (at && isAlike(at, node)) {
        const next = at.nextSibling;
        match(at, node);
        at = next;
      } else if (moved) {
        old.insertBefore(moved, at);
        match(moved, node);
      } else old.insertBefore(node, at);
    }
    while (at) {
      const next = at.nextSibling;
      at.remove();
      at = next;
    }
  };

  const match = (old, fresh) => {
    if (old.nodeType !== Node.ELEMENT_NODE) {
      if (old.data !== fresh.data) old.data = fresh.data;
    } else if (!old.isEqualNode(fresh)) {
      matchAttributes(old, fresh);
      matchChildren(old, fresh);
    }
  };

  const put = (part, fresh) => {
    if (!fresh) return void part.removeAttribute("data-live");
    const held = part.contains(document.activeElement);
    const log = part.querySelector("pre");
    const isAtEnd = !log || log.scrollTop + log.clientHeight >= log.scrollHeight - 4;
    match(part, fresh);
    if (log && isAtEnd) log.scrollTop = log.scrollHeight;
    // Where the button that had the focus went, stay near.
    if (held && !part.contains(document.activeElement)) part.focus({ preventScroll: true });
  };

  const tell = (text) => {
    const place = document.getElementById("stale");
    if (place && place.textContent !== text) place.textContent = text;
  };

  const renew = async () => {
    if (!document.hidden) {
      try {
        const answer = await fetch(location.href, { headers: { accept: "text/html" }, redirect: "error" });
        if (!answer.ok) throw new Error(answer.status);
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        for (const part of [...parts(), ...along()]) put(part, page.getElementById(part.id));
        failures = 0;
        tell("");
      } catch {
        failures = Math.min(failures + 1, 5);
        if (failures > 1) tell("The service does not answer: this page is not renewed.");
      }
    }
    plan();
  };

  const plan = () => {
    const waits = parts().map((part) => Number(part.dataset.live) || 5);
    if (waits.length) setTimeout(renew, Math.min(...waits) * 1000 * 2 ** failures);
  };

  // A time tells, besides the site's clock or UTC, what it is by this computer's.
  document.addEventListener("pointerover", ({ target }) => {
    const time = target.closest?.("time[datetime]");
    const moment = new Date(time?.dateTime ?? "");
    if (!time || isNaN(moment)) return;
    const [told] = (time.title || time.textContent).split("\n");
    const here = moment.toLocaleString([], { dateStyle: "medium", timeStyle: "short" });
    time.title = `${told}\n${here} by this computer's clock`;
  });

  const sent = new Set();
  // An order is sent once, however often its button is pressed; coming back, it can be again.
  document.addEventListener("submit", (event) => {
    if (event.target.method !== "post") return;
    if (sent.has(event.target)) event.preventDefault();
    sent.add(event.target);
  });
  addEventListener("pageshow", () => sent.clear());

  const log = document.querySelector("pre");
  if (log) log.scrollTop = log.scrollHeight;
  plan();
})();
