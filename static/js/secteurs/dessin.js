// The field of polygons: a map above its text. The text is what the form sends; without this script
// it is written by hand.

/* global L */
import { Aimant } from "./aimant.js";
import { Editeur } from "./editeur.js";
import { addSecteurs, giveUp, load, openMap, sign } from "./fond.js";
import { latLngs, readParts, writeParts } from "./geojson.js";
import { fillList } from "./liste.js";
import { crosses, french, hectares } from "./mesures.js";

const PAUSE = 600; // milliseconds without a gesture before addresses are counted
const CHECKED = 500; // vertices of a ring that are tried against each other at each gesture
const REST = 250; // milliseconds without a key before the text is read

async function open(field) {
  const find = (name) => field.querySelector(`[data-${name}]`);
  const text = field.querySelector("textarea");
  const stage = find("fond");
  field.classList.add("pv-dessin--pret");
  find("texte").open = false;
  const map = await openMap(stage);
  const aimant = new Aimant(map);
  const { features, exact } = await load(stage.dataset.secteurs);
  const others = features.filter(({ properties }) => !field.dataset.regle || properties.regle !== field.dataset.regle);
  addSecteurs(map, others, { quiet: true });
  if (exact) aimant.learn(others);
  show(field, map);

  const say = (sentence) => (find("dit").textContent = sentence);
  const editor = new Editeur(map, aimant, parse(text.value) ?? [], {
    say,
    changed: (parts) => {
      text.value = writeParts(parts);
      measure(field, text.value, parts);
    },
    redrawn,
  });
  frame(field, map, editor.parts, others);
  measure(field, text.value, editor.parts);

  // While one types, not when one leaves: the page would grow under a click on its button.
  text.addEventListener("input", () => {
    clearTimeout(field.typing);
    field.typing = setTimeout(() => take(text.value), REST);
  });
  find("fichier").addEventListener("change", async ({ target }) => {
    if (target.files.length) take(await target.files[0].text());
  });
  for (const button of field.querySelectorAll("[data-outil]")) {
    button.addEventListener("click", () => act(button.dataset.outil));
  }
  stage.addEventListener("keydown", (event) => keys(event, editor, act), { capture: true });

  function act(gesture, place) {
    say("");
    const gestures = {
      partie: () => editor.addPart(),
      trou: () => editor.addHole(),
      sommet: () => editor.removeVertex(),
      annuler: () => editor.undo(),
      retablir: () => editor.redo(),
      choisir: () => editor.look(place.part),
      supprimer: () => editor.remove(place),
    };
    gestures[gesture]();
  }

  /** Take a text typed or imported; what cannot be drawn stays in the field, for the server to say. */
  function take(value) {
    const parts = value.trim() ? parse(value) : [];
    if (text.value !== value) text.value = value;
    if (!parts) return say("Ce texte n’est pas un contour GeoJSON : la carte ne le montre pas.");
    say("");
    editor.history.push(parts);
    editor.select(0);
    measure(field, value, parts);
    frame(field, map, parts, others);
  }

  function redrawn(editor) {
    const { past, future } = editor.history;
    const enabled = { partie: true, trou: editor.parts.length, sommet: editor.chosen, annuler: past.length, retablir: future.length };
    for (const button of field.querySelectorAll("[data-outil]")) {
      button.disabled = !enabled[button.dataset.outil] || (editor.drawing && !["partie", "trou"].includes(button.dataset.outil));
    }
    fillList(find("parties"), editor.parts, editor.selected, act);
    find("zoomez").hidden = editor.complete;
  }
}

function parse(text) {
  try {
    return readParts(text);
  } catch {
    return null;
  }
}

/** What the server found wrong, where; and what it proposes instead. */
function show(field, map) {
  for (const { phrase, point } of JSON.parse(field.dataset.fautes || "[]")) sign(point, phrase).addTo(map);
  const proposal = field.dataset.proposition && parse(field.dataset.proposition);
  for (const part of proposal || []) {
    L.polygon(latLngs(part), { className: "pv-trace-proposition", interactive: false }).addTo(map);
  }
}

function frame(field, map, parts, others) {
  const bounds = L.latLngBounds(parts.flatMap((part) => latLngs(part)[0]));
  const mine = L.geoJSON(others.filter(({ properties }) => properties.secteur === field.dataset.secteur)).getBounds();
  const wanted = [bounds, mine, map.home].find((b) => b.isValid());
  if (wanted) map.fitBounds(wanted, { padding: [40, 40], maxZoom: 17, animate: false });
}

/** The surface at once; the addresses inside when the hand rests. */
function measure(field, value, parts) {
  const output = field.querySelector("[data-mesure]");
  clearTimeout(field.pause);
  if (!parts.length) return (output.textContent = "Rien de dessiné");
  if (parts.flat().some((ring) => ring.length <= CHECKED && crosses(ring))) return (output.textContent = "Le trait se croise");
  const surface = `${french(parts.reduce((total, part) => total + hectares(part), 0), 1)} ha`;
  output.textContent = surface;
  field.pause = setTimeout(async () => {
    const body = new FormData();
    body.append("contour", value);
    body.append("csrfmiddlewaretoken", field.closest("form").elements.csrfmiddlewaretoken.value);
    const answer = await fetch(field.dataset.mesurer, { method: "POST", body, credentials: "same-origin" });
    const { phrase } = answer.ok ? await answer.json() : { phrase: "" };
    if (phrase && field.querySelector("textarea").value === value) output.textContent = `${surface}, ${phrase}`;
  }, PAUSE);
}

function keys(event, editor, act) {
  const step = event.shiftKey ? 10 : 1;
  const arrows = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
  if ((event.ctrlKey || event.metaKey) && event.key === "z") act(event.shiftKey ? "retablir" : "annuler");
  else if (event.key === "Delete" && editor.chosen) act("sommet");
  else if (arrows[event.key] && editor.chosen) editor.nudge(...arrows[event.key]);
  else return;
  event.preventDefault();
  event.stopPropagation();
}

for (const field of document.querySelectorAll("[data-dessin]")) {
  open(field).catch(() => {
    giveUp(field.querySelector("[data-fond]"));
    field.querySelector("[data-texte]").open = true;
  });
}
