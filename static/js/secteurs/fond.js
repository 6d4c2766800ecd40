// The map itself: what stands under and around what one came to see or to draw.
// Paths take their look from classes (static/css/agents/carte.css): the CSP allows no style here.

/* global L */

/** A map in `element`, on the background its data attributes name, once its communes are known. */
export async function openMap(element) {
  const { tuiles, attribution, communes } = element.dataset;
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  element.replaceChildren();
  const map = L.map(element, {
    attributionControl: false,
    zoomControl: false,
    zoomSnap: 0.25,
    wheelPxPerZoomLevel: 120,
    zoomAnimation: !still,
    fadeAnimation: !still,
    markerZoomAnimation: !still,
  });
  L.control.zoom({ zoomInTitle: "Agrandir", zoomOutTitle: "Réduire" }).addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
  if (tuiles) {
    L.tileLayer(tuiles, { maxZoom: 19 }).addTo(map);
    L.control.attribution({ prefix: false }).addAttribution(attribution).addTo(map);
    element.classList.add("pv-carte__fond--tuiles");
  }
  const renderer = L.svg().addTo(map);
  map.options.renderer = renderer;
  const { features } = await load(communes);
  const base = L.geoJSON(features, { interactive: false, style: { className: "pv-trace-commune" } }).addTo(map);
  map.home = base.getBounds();
  if (map.home.isValid()) map.fitBounds(map.home, { animate: false });
  else map.setView([46.6, 2.5], 6);
  hatch(renderer.getPane().querySelector("svg"));
  return map;
}

/** JSON of one of our own addresses. */
export async function load(url) {
  const answer = await fetch(url, { credentials: "same-origin" });
  if (!answer.ok) throw new Error(`${url} : ${answer.status}`);
  return answer.json();
}

/** Said in the map's place: a list, or a text, stands beside it. */
export function giveUp(element) {
  element.textContent = "La carte n’a pas pu être dessinée. Rechargez la page.";
  element.classList.add("pv-carte__attente");
}

/** The secteurs, each with its number. `quiet`: drawn around, not to be chosen. */
export function addSecteurs(map, features, { quiet = false } = {}) {
  const look = ({ properties: p }) => ({
    className: `pv-trace-secteur pv-trace-z${p.teinte}${quiet ? " pv-trace-secteur--voisin" : ""}`,
  });
  const layer = L.geoJSON(features, { interactive: !quiet, style: look }).addTo(map);
  for (const { properties: p } of features) for (const place of p.reperes ?? []) number(place, p).addTo(layer);
  return layer;
}

function number([lon, lat], { numero, teinte }) {
  const html = document.createElement("span");
  html.textContent = numero;
  const icon = L.divIcon({ className: `pv-trace-numero pv-trace-numero--z${teinte}`, html, iconSize: [28, 28] });
  return L.marker([lat, lon], { icon, interactive: false, keyboard: false });
}

/** A place to look at: a sign and its sentence, reachable by keyboard. */
export function sign([lon, lat], phrase, mark = "!") {
  const html = document.createElement("span");
  html.textContent = mark;
  const icon = L.divIcon({ className: "pv-trace-signe", html, iconSize: [28, 36], iconAnchor: [14, 36], popupAnchor: [0, -30] });
  return L.marker([lat, lon], { icon, zIndexOffset: 1000, title: phrase, alt: phrase }).bindPopup(escaped(phrase));
}

export function escaped(text) {
  const span = document.createElement("span");
  span.textContent = text;
  return span.innerHTML;
}

/** The hatching that `fill: url(#pv-hachures)` names, in the map's own drawing. */
function hatch(svg) {
  const make = (name, attributes, parent) => {
    const node = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
    return parent.appendChild(node);
  };
  const defs = make("defs", {}, svg);
  const box = { id: "pv-hachures", width: 7, height: 7, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" };
  make("path", { class: "pv-trace-hachure", d: "M0 0v7" }, make("pattern", box, defs));
}
