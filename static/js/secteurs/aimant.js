// Neighbours share their borders to the last digit: a vertex dropped near one of theirs becomes it.

const REACH = 12; // pixels

export class Aimant {
  constructor(map) {
    this.map = map;
    this.positions = [];
  }

  /** Learn the vertices of GeoJSON features. */
  learn(features) {
    const walk = (c) => (typeof c[0] === "number" ? this.positions.push(c) : c.forEach(walk));
    for (const { geometry } of features) walk(geometry.coordinates);
  }

  /** The position of a neighbour's vertex within reach of a place, or null. */
  find({ lat, lng }) {
    const here = this.map.latLngToContainerPoint([lat, lng]);
    const corner = this.map.containerPointToLatLng(here.add([REACH, REACH]));
    const [dx, dy] = [Math.abs(corner.lng - lng), Math.abs(corner.lat - lat)];
    let [best, nearest] = [null, REACH];
    for (const p of this.positions) {
      if (Math.abs(p[0] - lng) > dx || Math.abs(p[1] - lat) > dy) continue;
      const distance = here.distanceTo(this.map.latLngToContainerPoint([p[1], p[0]]));
      if (distance <= nearest) [best, nearest] = [p, distance];
    }
    return best;
  }
}
