// States one may go back to. A state is never changed: each gesture makes another.

export class Historique {
  constructor(state) {
    this.past = [];
    this.now = state;
    this.future = [];
  }

  push(state) {
    this.past.push(this.now);
    this.now = state;
    this.future = [];
  }

  undo() {
    if (!this.past.length) return;
    this.future.push(this.now);
    this.now = this.past.pop();
  }

  redo() {
    if (!this.future.length) return;
    this.past.push(this.now);
    this.now = this.future.pop();
  }
}
