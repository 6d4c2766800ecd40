// Leaflet.draw's polygon, in French and drawn to neighbours' vertices.

/* global L */
import { position } from "./geojson.js";

const FRENCH = {
  start: "Cliquez pour poser le premier sommet.",
  cont: "Cliquez pour poser le sommet suivant.",
  end: "Cliquez sur le premier sommet pour fermer. Échap : abandonner.",
};
const CROSSED = "Le trait ne doit pas se croiser.";

const TraitAimante = L.Draw.Polygon.extend({
  addVertex(latlng) {
    const found = this.options.aimant.find(latlng);
    L.Draw.Polygon.prototype.addVertex.call(this, found ? L.latLng(found[1], found[0]) : latlng);
  },
});

/** Let someone draw a ring. `done` receives its positions; it is called with null when given up. */
export function drawRing(map, aimant, done) {
  Object.assign(L.drawLocal.draw.handlers.polygon.tooltip, FRENCH);
  L.drawLocal.draw.handlers.polyline.error = CROSSED;
  const icon = L.divIcon({ className: "pv-trace-sommet", iconSize: [14, 14] });
  const handler = new TraitAimante(map, {
    aimant,
    icon,
    touchIcon: icon,
    allowIntersection: false,
    drawError: { message: CROSSED },
    shapeOptions: { className: "pv-trace-dessin", color: "#0b2f2b" },
  });
  handler.options.icon = icon;
  let ring = null;
  const keep = ({ layer }) => {
    const [latlngs] = layer.getLatLngs();
    ring = latlngs.map((latlng) => aimant.find(latlng) || position(latlng));
    ring.push(ring[0]);
  };
  map.once(L.Draw.Event.CREATED, keep);
  map.once(L.Draw.Event.DRAWSTOP, () => {
    map.off(L.Draw.Event.CREATED, keep);
    done(ring);
  });
  handler.enable();
  return handler;
}
