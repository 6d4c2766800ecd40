// Handles on the vertices of one part: drag to move, drag a middle to add, click to choose.

/* global L */
import { latLngs, position } from "./geojson.js";

const MOST = 400; // a map of more handles answers slowly; zooming in shows the others

/**
 * Handles of `part` inside the window of the map. `shape` is its Leaflet polygon, redrawn while one
 * drags. `hold()` is called when a drag begins, `change(part, place)` when it ends, with the part as
 * it was left; `choose(place)` when a vertex {ring, vertex} is clicked.
 */
export function addHandles(map, shape, part, { aimant, chosen, hold, change, choose }) {
  const group = L.layerGroup().addTo(map);
  const window_ = map.getBounds().pad(0.1);
  let room = MOST;
  part.forEach((ring, r) => {
    for (let v = 0; v < ring.length - 1; v++) {
      if (room > 0 && window_.contains([ring[v][1], ring[v][0]])) {
        room -= 1;
        const mine = chosen && chosen.ring === r && chosen.vertex === v;
        handle(ring[v], mine ? " pv-trace-sommet--choisi" : "", { ring: r, vertex: v }, false);
        handle(middle(ring[v], ring[v + 1]), " pv-trace-milieu", { ring: r, vertex: v + 1 }, true);
      }
    }
  });
  return { group, complete: room > 0 };

  function handle([lon, lat], look, place, adds) {
    const icon = L.divIcon({ className: `pv-trace-sommet${look}`, iconSize: adds ? [10, 10] : [14, 14] });
    const marker = L.marker([lat, lon], { icon, draggable: true, keyboard: false });
    const moved = () => {
      const latlng = marker.getLatLng();
      return place_(part, place, aimant.find(latlng) || position(latlng), adds);
    };
    marker.on("dragstart", hold);
    marker.on("drag", () => shape.setLatLngs(latLngs(moved())));
    marker.on("dragend", () => change(moved(), place));
    marker.on("click", () => (adds ? change(moved(), place) : choose(place)));
    marker.addTo(group);
  }
}

const middle = ([ax, ay], [bx, by]) => [(ax + bx) / 2, (ay + by) / 2];

/** The part with a vertex moved, or added: other rings and positions are the very same. */
function place_(part, { ring, vertex }, where, adds) {
  const open = part[ring].slice(0, -1);
  open.splice(vertex, adds ? 0 : 1, where);
  return part.with(ring, [...open, open[0]]);
}

/** The part without a vertex; null when its ring has no more than three. */
export function withoutVertex(part, { ring, vertex }) {
  const open = part[ring].slice(0, -1);
  if (open.length <= 3) return null;
  open.splice(vertex, 1);
  return part.with(ring, [...open, open[0]]);
}
