// Proposes streets under the field as one types. Without it, "Continuer" lists those that match.

const WAIT = 250;

for (const form of document.querySelectorAll("form[data-completer]")) {
  const field = form.elements.voie;
  const list = document.createElement("datalist");
  list.id = "voies-proposees";
  form.append(list);
  field.setAttribute("list", list.id);

  let timer;
  let asked;

  const propose = async () => {
    asked?.abort();
    asked = new AbortController();
    const body = new FormData();
    body.set("voie", field.value);
    body.set("commune", form.elements.commune.value);
    try {
      const answer = await fetch(form.dataset.completer, {
        method: "POST",
        body,
        headers: { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
        signal: asked.signal,
      });
      if (!answer.ok) return;
      const { voies } = await answer.json();
      list.replaceChildren(...voies.map((text) => Object.assign(document.createElement("option"), { value: text })));
    } catch {
      // Aborted by the next letter, or no network: the form itself still works.
    }
  };

  field.addEventListener("input", () => {
    clearTimeout(timer);
    if (field.value.trim().length >= 3) timer = setTimeout(propose, WAIT);
  });
}
