/* An editable combobox with a list of suggestions, after the ARIA Authoring Practices.

   It only shortens: `{% suggestions field url %}` names a field of a form that works without it.
   What is typed is POSTed to our own server. Nothing is selected by default; choosing a suggestion
   sends the form with the value that the radio of the same match would have. */

const DELAY = 250;
const MINIMUM = 3;

class Combobox {
  constructor(zone) {
    this.zone = zone;
    this.input = document.getElementById(zone.dataset.champ);
    this.status = zone.querySelector("[role=status]");
    this.options = [];
    this.active = -1;
    this.list = this.makeList();
    this.dressInput();
    this.listen();
  }

  makeList() {
    const list = document.createElement("ul");
    list.id = `${this.input.id}_suggestions`;
    list.className = "pv-suggestions__liste";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", this.zone.dataset.titre);
    list.hidden = true;
    this.input.after(list);
    return list;
  }

  dressInput() {
    const attributes = {
      role: "combobox",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": this.list.id,
    };
    for (const [name, value] of Object.entries(attributes)) this.input.setAttribute(name, value);
  }

  listen() {
    this.input.addEventListener("input", () => this.typed());
    this.input.addEventListener("keydown", (event) => this.pressed(event));
    this.input.addEventListener("blur", () => this.close());
    // A press on an option must not take the focus away from the field.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.choose(this.options.indexOf(option));
    });
    // Coming back by the browser's button shows the page as it was left, choice included.
    window.addEventListener("pageshow", () => this.forgetChoice());
  }

  typed() {
    this.forgetChoice();
    this.cancel();
    if (this.input.value.trim().length < MINIMUM) this.close();
    else this.timer = setTimeout(() => this.ask(), DELAY);
  }

  cancel() {
    clearTimeout(this.timer);
    this.request?.abort();
  }

  async ask() {
    const request = new AbortController();
    this.request = request;
    const body = new FormData();
    body.set(this.input.name, this.input.value);
    // A reading page sets no cookie, so holds no token: its own address asks for none.
    const token = this.input.form.elements.csrfmiddlewaretoken;
    if (token) body.set("csrfmiddlewaretoken", token.value);
    try {
      const url = this.zone.dataset.suggestions;
      const answer = await fetch(url, { method: "POST", body, signal: request.signal });
      const found = answer.ok ? (await answer.json()).suggestions : null;
      // A late answer, or a field left meanwhile, opens nothing.
      if (request !== this.request || request.signal.aborted) return;
      if (found && document.activeElement === this.input) this.show(found);
      else this.close();
    } catch {
      if (!request.signal.aborted) this.close();
    }
  }

  show(found) {
    this.list.replaceChildren(...found.map((suggestion, rank) => this.makeOption(suggestion, rank)));
    this.options = [...this.list.children];
    this.activate(-1);
    this.list.hidden = !found.length;
    this.input.setAttribute("aria-expanded", String(found.length > 0));
    const { aucune, une, plusieurs } = this.zone.dataset;
    const count = found.length;
    this.status.textContent = count > 1 ? `${count} ${plusieurs}` : count ? une : aucune;
  }

  makeOption({ label, valeur }, rank) {
    const option = document.createElement("li");
    option.id = `${this.list.id}_${rank}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.textContent = label;
    option.dataset.valeur = valeur;
    return option;
  }

  close() {
    this.cancel();
    this.list.hidden = true;
    this.activate(-1);
    this.input.setAttribute("aria-expanded", "false");
    this.status.textContent = "";
  }

  get open() {
    return !this.list.hidden;
  }

  activate(rank) {
    this.active = rank;
    this.options.forEach((option, i) => option.setAttribute("aria-selected", String(i === rank)));
    const option = this.options[rank];
    if (option) {
      this.input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else this.input.removeAttribute("aria-activedescendant");
  }

  pressed(event) {
    if (event.isComposing) return;
    const last = this.options.length - 1;
    const moves = {
      ArrowDown: () => this.activate(this.active < last ? this.active + 1 : 0),
      ArrowUp: () => this.activate(this.active > 0 ? this.active - 1 : last),
      Enter: () => this.choose(this.active),
      Escape: () => this.close(),
    };
    if (!this.open) {
      if (event.key === "Escape") this.cancel();
      return;
    }
    // Home and End edit the text again; so does any other key.
    if (event.key === "Home" || event.key === "End") this.activate(-1);
    if (!(event.key in moves) || (event.key === "Enter" && this.active < 0)) return;
    event.preventDefault();
    moves[event.key]();
  }

  choose(rank) {
    const option = this.options[rank];
    this.input.value = option.textContent;
    const fields = { geste: "choisir", choix: option.dataset.valeur };
    this.hidden = Object.entries(fields).map(([name, value]) => {
      const field = document.createElement("input");
      Object.assign(field, { type: "hidden", name, value });
      this.input.form.append(field);
      return field;
    });
    this.close();
    this.input.form.requestSubmit();
  }

  forgetChoice() {
    this.hidden?.forEach((field) => field.remove());
    this.hidden = [];
  }
}

document.querySelectorAll("[data-suggestions]").forEach((zone) => new Combobox(zone));
