// Surfaces and places, on a plane tangent to the ground: as sectorisation/formes.py reckons.

const METRES_PER_DEGREE = 111320;

function ringArea(ring) {
  let sum = 0;
  for (let i = 1; i < ring.length; i++) {
    // From the first vertex: small differences keep their digits.
    const [ax, ay] = [ring[i - 1][0] - ring[0][0], ring[i - 1][1] - ring[0][1]];
    const [bx, by] = [ring[i][0] - ring[0][0], ring[i][1] - ring[0][1]];
    sum += ax * by - bx * ay;
  }
  const middle = ring.reduce((total, p) => total + p[1], 0) / ring.length;
  return (Math.abs(sum) / 2) * METRES_PER_DEGREE ** 2 * Math.cos((middle * Math.PI) / 180);
}

/** Hectares of a part, its holes left out. */
export function hectares(part) {
  const [outline, ...holes] = part.map(ringArea);
  return (outline - holes.reduce((total, area) => total + area, 0)) / 10000;
}

/** Is a position inside a ring? */
export function holds(ring, [x, y]) {
  let inside = false;
  for (let i = 1; i < ring.length; i++) {
    const [[ax, ay], [bx, by]] = [ring[i - 1], ring[i]];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}

/** Does a ring cross itself? Every pair of its sides is tried: for outlines made by hand. */
export function crosses(ring) {
  const turn = ([ax, ay], [bx, by], [cx, cy]) => Math.sign((bx - ax) * (cy - ay) - (by - ay) * (cx - ax));
  for (let i = 1; i < ring.length - 2; i++) {
    for (let j = i + 2; j < ring.length - (i === 1); j++) {
      const [a, b, c, d] = [ring[i - 1], ring[i], ring[j - 1], ring[j]];
      if (turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0) return true;
    }
  }
  return false;
}

export const french = (number, decimals = 0) =>
  number.toLocaleString("fr-FR", { minimumFractionDigits: decimals, maximumFractionDigits: decimals });

export const vertices = (part) => part.reduce((total, ring) => total + ring.length - 1, 0);
