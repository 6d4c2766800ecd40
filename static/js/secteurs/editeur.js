// Drawing the parts of a zone: one state (the parts), gestures that make the next one, one redraw.

/* global L */
import { latLngs, position } from "./geojson.js";
import { Historique } from "./historique.js";
import { holds } from "./mesures.js";
import { addHandles, withoutVertex } from "./poignees.js";
import { drawRing } from "./trait.js";

export class Editeur {
  /** `changed(parts)` after each gesture; `redrawn(editor)` after each redraw; `say(sentence)`. */
  constructor(map, aimant, parts, { changed, redrawn, say }) {
    Object.assign(this, { map, aimant, changed, redrawn, say });
    this.history = new Historique(parts);
    this.selected = parts.length ? 0 : null;
    this.chosen = null;
    this.layers = L.layerGroup().addTo(map);
    // Handles stand in the window only: they follow it, but not while one of them is held.
    map.on("moveend", () => this.drawing || this.held || this.redraw());
    this.redraw();
  }

  get parts() {
    return this.history.now;
  }

  /** Every gesture ends here. */
  commit(parts, { selected = this.selected, chosen = null } = {}) {
    this.history.push(parts);
    this.settle(selected, chosen);
  }

  settle(selected = this.selected, chosen = null) {
    this.selected = this.parts[selected] ? selected : this.parts.length ? 0 : null;
    this.chosen = chosen;
    this.redraw();
    this.changed(this.parts);
  }

  undo() {
    this.history.undo();
    this.settle();
  }

  redo() {
    this.history.redo();
    this.settle();
  }

  select(part, chosen = null) {
    [this.selected, this.chosen] = [part, chosen];
    this.redraw();
  }

  look(part) {
    this.select(part);
    const bounds = L.latLngBounds(latLngs(this.parts[part])[0]);
    this.map.fitBounds(bounds, { padding: [32, 32], maxZoom: 17, animate: this.map.options.zoomAnimation });
  }

  addPart() {
    this.draw((ring) => this.commit([...this.parts, [ring]], { selected: this.parts.length }));
  }

  addHole() {
    this.draw((ring) => {
      const part = this.parts.findIndex(([outline]) => ring.every((place) => holds(outline, place)));
      if (part < 0) this.say("Un trou se dessine à l’intérieur d’une partie.");
      else this.commit(this.parts.with(part, [...this.parts[part], ring]), { selected: part });
    });
  }

  /** Give up the stroke in progress, or start one. */
  draw(done) {
    if (this.drawing) return this.drawing.disable();
    this.layers.clearLayers();
    this.parts.forEach((part) => this.shape(part, false));
    this.drawing = drawRing(this.map, this.aimant, (ring) => {
      this.drawing = null;
      if (ring) done(ring);
      this.redraw();
    });
    this.redrawn(this);
  }

  remove({ part, ring }) {
    const kept = ring ? this.parts.with(part, this.parts[part].toSpliced(ring, 1)) : this.parts.toSpliced(part, 1);
    this.commit(kept);
  }

  removeVertex() {
    const part = this.chosen && withoutVertex(this.parts[this.selected], this.chosen);
    if (part) this.commit(this.parts.with(this.selected, part));
    else this.say("Un contour garde au moins trois sommets.");
  }

  /** Move a whole part, or its chosen vertex, by pixels of the map. */
  nudge(dx, dy) {
    const move = ([lon, lat]) => {
      const point = this.map.latLngToContainerPoint([lat, lon]).add([dx, dy]);
      return position(this.map.containerPointToLatLng(point));
    };
    const { ring, vertex } = this.chosen ?? {};
    const part = this.parts[this.selected].map((positions, r) => {
      if (this.chosen && r !== ring) return positions;
      const open = positions.slice(0, -1).map((p, v) => (this.chosen && v !== vertex ? p : move(p)));
      return [...open, open[0]];
    });
    this.commit(this.parts.with(this.selected, part), { chosen: this.chosen });
  }

  redraw() {
    this.held = false;
    this.layers.clearLayers();
    this.complete = true;
    this.parts.forEach((part, p) => {
      const shape = this.shape(part, p === this.selected);
      if (p !== this.selected) shape.on("click", () => this.select(p));
      else this.dress(shape, part);
    });
    this.redrawn(this);
  }

  shape(part, selected) {
    const className = `pv-trace-dessin${selected ? " pv-trace-dessin--choisi" : ""}`;
    return L.polygon(latLngs(part), { className, bubblingMouseEvents: false }).addTo(this.layers);
  }

  dress(shape, part) {
    this.dragWhole(shape, part);
    const { group, complete } = addHandles(this.map, shape, part, {
      aimant: this.aimant,
      chosen: this.chosen,
      hold: () => (this.held = true),
      change: (changed, chosen) => this.commit(this.parts.with(this.selected, changed), { chosen }),
      choose: (place) => this.select(this.selected, place),
    });
    this.complete = complete;
    this.layers.addLayer(group);
  }

  /** With the shift key, dragging takes the whole part along; without, it moves the map. */
  dragWhole(shape, part) {
    shape.on("mousedown", ({ originalEvent, latlng: from }) => {
      if (!originalEvent.shiftKey) return;
      L.DomEvent.stop(originalEvent);
      this.map.dragging.disable();
      let moved = part;
      const drag = ({ latlng }) => {
        const [dx, dy] = [latlng.lng - from.lng, latlng.lat - from.lat];
        moved = part.map((ring) => ring.map(([lon, lat]) => position({ lng: lon + dx, lat: lat + dy })));
        shape.setLatLngs(latLngs(moved));
      };
      this.map.on("mousemove", drag);
      this.map.once("mouseup", () => {
        this.map.off("mousemove", drag);
        this.map.dragging.enable();
        if (moved !== part) this.commit(this.parts.with(this.selected, moved));
      });
    });
  }
}
