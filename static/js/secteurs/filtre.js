// Narrows a list of boxes as one types. Without it, "Filtrer la liste" does the same.

const plain = (text) =>
  text.toLowerCase().replaceAll("œ", "oe").normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[^a-z0-9]+/g, " ").trim();

for (const bar of document.querySelectorAll("[data-filtre]")) {
  const field = bar.querySelector("input");
  const count = bar.querySelector("[data-filtre-compte]");
  const boxes = [...bar.closest("form").querySelectorAll("[data-filtre-cible]")];
  const rows = boxes.map((box) => ({ box, row: box.closest("label"), text: plain(box.closest("label").textContent) }));

  const narrow = () => {
    const wanted = plain(field.value);
    let shown = 0;
    for (const { box, row, text } of rows) {
      row.hidden = !(box.checked || text.includes(wanted));
      shown += row.hidden ? 0 : 1;
    }
    count.textContent = wanted ? `${shown} ${shown > 1 ? "communes montrées" : "commune montrée"}` : "";
  };

  bar.querySelector("button").hidden = true;
  field.addEventListener("input", narrow);
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
  narrow();
}
