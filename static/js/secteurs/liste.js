// The parts of a drawing as a list with buttons: what the mouse does on the map, done by keyboard.

import { french, hectares, vertices } from "./mesures.js";

/**
 * Fill `list` from the `<template>`s beside it. Each button carries its gesture in `data-geste`;
 * `act(gesture, {part, ring})` is called with where it stands.
 */
export function fillList(list, parts, selected, act) {
  const focused = list.contains(document.activeElement) ? document.activeElement.dataset.cle : null;
  list.replaceChildren();
  parts.forEach((part, p) => {
    const holes = part.length - 1;
    const words = [`${french(hectares(part), 1)} ha`, `${vertices(part)} sommets`];
    if (holes) words.push(holes > 1 ? `${holes} trous` : "1 trou");
    add("partie", `Partie ${p + 1}`, words.join(", "), { part: p, ring: 0 }, p === selected);
    part.slice(1).forEach((hole, h) => {
      add("trou", `Trou ${h + 1} de la partie ${p + 1}`, `${french(hectares([hole]), 1)} ha`, { part: p, ring: h + 1 });
    });
  });
  if (focused) list.querySelector(`[data-cle="${focused}"]`)?.focus();

  function add(model, name, words, place, current = false) {
    const row = document.querySelector(`template[data-modele="${model}"]`).content.cloneNode(true).firstElementChild;
    row.querySelector("[data-nom]").textContent = name;
    row.querySelector("[data-detail]").textContent = words;
    row.classList.toggle("pv-parties__choisie", current);
    for (const button of row.querySelectorAll("[data-geste]")) {
      const gesture = button.dataset.geste;
      button.dataset.cle = `${gesture}-${place.part}-${place.ring}`;
      button.querySelector("[data-quoi]").textContent = name;
      if (gesture === "choisir") button.setAttribute("aria-pressed", String(current));
      button.addEventListener("click", () => act(gesture, place));
    }
    list.append(row);
  }
}
