// Run inside each page by tests/navigateur/regard.py. What a reader sees, measured.
window.regard = {
  page() {
    const name = (el) => el.outerHTML.slice(0, 160);
    // The policy lets a script place what it draws, as that of maps does.
    const inline = [
      ...[...document.querySelectorAll("[style], style, script:not([src]):not([type='application/ld+json'])")].filter((el) => !el.closest(".leaflet-container")),
      ...[...document.querySelectorAll("*")].filter((el) =>
        [...el.attributes].some((a) => /^on/.test(a.name) || /^\s*javascript:/i.test(a.value))),
    ].map(name);
    const anchors = [...document.querySelectorAll("a[href]")];
    const lost = anchors
      .filter((a) => a.hash.length > 1 && a.href.split("#")[0] === location.href.split("#")[0])
      .filter((a) => !document.getElementById(decodeURIComponent(a.hash.slice(1))))
      .map(name);
    return {
      url: location.href,
      titre: document.title,
      langue: document.documentElement.lang,
      h1: [...document.querySelectorAll("h1")].map((h) => h.innerText.trim()),
      liens: anchors.map((a) => a.href),
      inline,
      perdus: lost,
    };
  },

  overflow() {
    const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    if (wide <= 0) return [];
    const scrolls = (el) => el && (["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(el).overflowX) || scrolls(el.parentElement));
    const guilty = [...document.querySelectorAll("body *")]
      .filter((el) => el.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
      .filter((el) => !scrolls(el.parentElement));
    return [`${wide} px`, ...guilty.slice(0, 3).map((el) => el.outerHTML.slice(0, 120))];
  },

  // Controls under `size` px, except links within sentences. The whole clickable area counts:
  // the label of a box, the row that a link covers with its ::after.
  small(size) {
    const area = (el) => {
      if (el.matches("input[type=radio], input[type=checkbox]")) {
        const label = el.labels[0];
        if (label) el = label;
      }
      const after = getComputedStyle(el, "::after");
      if (after.content !== "none" && after.position === "absolute" && after.inset === "0px") {
        let box = el;
        while (box && getComputedStyle(box).position === "static") box = box.parentElement;
        el = box || el;
      }
      return el.getBoundingClientRect();
    };
    const hidden = (el) => {
      const style = getComputedStyle(el);
      return !el.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true }) || style.clipPath !== "none";
    };
    const within = (el) => {
      if (el.tagName !== "A" || getComputedStyle(el).display !== "inline") return false;
      let block = el.parentElement;
      while (getComputedStyle(block).display === "inline") block = block.parentElement;
      return block.innerText.trim().length > el.innerText.trim().length;
    };
    return [...document.querySelectorAll("a[href], button, summary, select, textarea, input:not([type=hidden])")]
      .filter((el) => !hidden(el) && !within(el))
      .map((el) => ({ el, box: area(el) }))
      .filter(({ box }) => box.width > 1 && box.right > 0 && box.bottom > 0)
      .filter(({ box }) => box.height < size - 0.5 || box.width < size - 0.5)
      .map(({ el, box }) => `${Math.round(box.width)} × ${Math.round(box.height)} : ${el.outerHTML.slice(0, 140)}`);
  },

  // `again`: of a page just read at another width, axe reads only what shows differently at this
  // one. It judges elements, and a page judged twice costs twice.
  vus: null,
  async axe(again) {
    const looks = new Map([...document.querySelectorAll("body, body *")].map((el) => {
      const s = getComputedStyle(el);
      const shown = el.checkVisibility({ visibilityProperty: true, opacityProperty: true });
      return [el, shown && [s.color, s.backgroundColor, s.fontSize, s.fontWeight, s.position].join(" ")];
    }));
    const before = again && this.vus;
    this.vus = looks;
    let context = document;
    if (before) {
      const changed = [...looks].filter(([el, look]) => look && look !== before.get(el)).map(([el]) => el);
      const tops = changed.filter((el) => !changed.some((other) => other !== el && other.contains(el)));
      if (!tops.length) return [];
      context = { include: tops };
    }
    const found = await axe.run(context, {
      runOnly: ["RGAAv4", "wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"],
      resultTypes: ["violations"],
      preload: false, // would fetch every sheet again; no rule asked for here reads them
    });
    return found.violations.map((v) => `${v.id} × ${v.nodes.length} : ${v.help} ${v.nodes[0].html.slice(0, 200)}`);
  },

  // What marks the focused element: its own look and that of the two boxes around it.
  focus() {
    const look = (el) => {
      if (!el) return "";
      const s = getComputedStyle(el);
      return [s.outlineStyle, s.outlineWidth, s.outlineColor, s.boxShadow, s.backgroundColor, s.borderColor].join(" ");
    };
    const el = document.activeElement;
    if (!el || el === document.body) return null;
    const chain = [el, el.parentElement, el.parentElement?.parentElement, el.closest("label")];
    const box = el.getBoundingClientRect();
    const lit = chain.map(look).join("|");
    el.blur();
    const dark = chain.map(look).join("|");
    el.focus();
    return {
      nom: el.outerHTML.slice(0, 140),
      ancre: el.getAttribute("href"),
      marque: lit !== dark,
      visible: box.width > 1 && box.height > 1 && box.bottom > 0 && box.right > 0,
    };
  },
};
