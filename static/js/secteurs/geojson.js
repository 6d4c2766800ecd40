// Between the text of the field and the parts of a drawing. A part is the coordinates of one GeoJSON
// Polygon: [outline, hole, ...], positions [lon, lat], the last equal to the first. Numbers that
// nobody touched come back as they were: nothing here rounds.

/** The parts of a GeoJSON text. Throws when it is no GeoJSON, or draws nothing. */
export function readParts(text) {
  const parts = [...partsOf(JSON.parse(text))];
  if (!parts.length || !parts.every(isPart)) throw new Error("no polygon");
  return parts;
}

function* partsOf(object) {
  if (Array.isArray(object)) for (const element of object) yield* partsOf(element);
  else if (object.type === "FeatureCollection") yield* partsOf(object.features);
  else if (object.type === "GeometryCollection") yield* partsOf(object.geometries);
  else if (object.type === "Feature") yield* partsOf(object.geometry);
  else if (object.type === "Polygon") yield object.coordinates;
  else if (object.type === "MultiPolygon") yield* object.coordinates;
}

const isPart = (part) => Array.isArray(part) && part.length > 0 && part.every(isRing);
const isRing = (ring) => Array.isArray(ring) && ring.length > 3 && ring.every(isPosition);
const isPosition = (p) => Array.isArray(p) && p.length > 1 && Math.abs(p[0]) <= 180 && Math.abs(p[1]) <= 90;

/** GeoJSON with one vertex a line, as the server writes it. */
export function writeParts(parts) {
  if (!parts.length) return "";
  const rings = (part) => part.map((ring) => `[\n${ring.map((p) => `[${p[0]}, ${p[1]}]`).join(",\n")}\n]`);
  return `{"type": "MultiPolygon", "coordinates": [${parts.map((part) => `[${rings(part).join(",\n")}]`).join(",\n")}]}`;
}

/** A position at six decimals, about ten centimetres: what the hand can mean. */
export const position = ({ lat, lng }) => [Number(lng.toFixed(6)), Number(lat.toFixed(6))];

export const latLngs = (part) => part.map((ring) => ring.slice(0, -1).map(([lon, lat]) => [lat, lon]));
