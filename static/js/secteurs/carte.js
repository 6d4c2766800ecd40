// A map to look at: `{% carte %}`. Secteurs are chosen by a click or by a link of the page
// (`a[data-secteur]`); findings are features of another address (see docs/composants.md).

/* global L */
import { addSecteurs, escaped, giveUp, load, openMap, sign } from "./fond.js";

async function show(element) {
  const { secteurs, constats, choisi } = element.dataset;
  const map = await openMap(element);
  if (secteurs) choose(map, addSecteurs(map, (await load(secteurs)).features), choisi);
  if (constats) addFindings(map, (await load(constats)).features);
}

function choose(map, layer, first) {
  const links = new Map([...document.querySelectorAll("a[data-secteur]")].map((a) => [a.dataset.secteur, a]));
  const select = (uid, { near = false } = {}) => {
    const bounds = L.latLngBounds([]);
    layer.eachLayer((shape) => {
      if (!shape.feature) return;
      const mine = shape.feature.properties.secteur === uid;
      shape.getElement()?.classList.toggle("pv-trace-secteur--choisi", mine);
      if (mine) bounds.extend(shape.bringToFront().getBounds());
    });
    for (const [other, link] of links) {
      if (other === uid) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    if (near && bounds.isValid()) map.fitBounds(bounds, { padding: [24, 24], maxZoom: 15 });
  };
  layer.eachLayer((shape) => {
    if (!shape.feature) return;
    const { secteur, numero, nom } = shape.feature.properties;
    shape.bindTooltip(escaped(`${numero}, ${nom}`), { sticky: true, className: "pv-trace-bulle" });
    shape.on("click", () => select(secteur));
  });
  for (const [uid, link] of links) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      select(uid, { near: true });
    });
  }
  if (first) select(first, { near: true });
}

function addFindings(map, features) {
  const layer = L.geoJSON(features, {
    style: ({ properties: p }) => ({ className: `pv-trace-constat pv-trace-constat--${p.style || "change"}` }),
    pointToLayer: ({ properties: p }, latlng) => sign([latlng.lng, latlng.lat], p.phrase || "", p.signe || "!"),
    onEachFeature: ({ properties: p }, shape) => {
      if (p.phrase && !shape.getPopup()) shape.bindPopup(escaped(p.phrase));
    },
  }).addTo(map);
  const bounds = layer.getBounds();
  if (bounds.isValid()) map.fitBounds(bounds, { padding: [32, 32], maxZoom: 16 });
}

for (const element of document.querySelectorAll("[data-carte]")) show(element).catch(() => giveUp(element));
