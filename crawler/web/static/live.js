"use strict";
// Parts of a page that bear data-live are fetched again every so many seconds, and put in place
// where they changed. Without a script everything works; it is only not renewed by itself.
(() => {
  const parts = () => [...document.querySelectorAll("[data-live]")];
  let failures = 0;

  const put = (part, fresh) => {
    if (!fresh) { part.removeAttribute("data-live"); return; }
    if (part.innerHTML === fresh.innerHTML) return;
    const open = document.activeElement;
    const name = part.contains(open) ? open.getAttribute("aria-label") || open.getAttribute("href") : null;
    const pre = part.querySelector("pre");
    const isAtEnd = !pre || pre.scrollTop + pre.clientHeight >= pre.scrollHeight - 4;
    part.replaceChildren(...fresh.childNodes);
    if (!fresh.hasAttribute("data-live")) part.removeAttribute("data-live");
    const log = part.querySelector("pre");
    if (log && isAtEnd) log.scrollTop = log.scrollHeight;
    if (name) {
      const again = [...part.querySelectorAll("a, button")].find(
        (one) => (one.getAttribute("aria-label") || one.getAttribute("href")) === name);
      if (again) again.focus({ preventScroll: true });
    }
  };

  const renew = async () => {
    if (!document.hidden) {
      try {
        const answer = await fetch(location.href, { headers: { accept: "text/html" }, redirect: "error" });
        if (!answer.ok) throw new Error(answer.status);
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        for (const part of parts()) put(part, page.getElementById(part.id));
        failures = 0;
      } catch { failures = Math.min(failures + 1, 5); }
    }
    plan();
  };

  const plan = () => {
    const waits = parts().map((part) => Number(part.dataset.live) || 5);
    if (waits.length) setTimeout(renew, Math.min(...waits) * 1000 * 2 ** failures);
  };

  const log = document.querySelector("pre");
  if (log) log.scrollTop = log.scrollHeight;
  plan();
})();
