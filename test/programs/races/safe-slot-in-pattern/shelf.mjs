// Boxes of a shelf, found by what a loop takes out of each of them.
export class Shelf {
  #boxes = new Map();
  constructor(names) {
    for (const name of names) this.#boxes.set(name, { parcel: null });
  }
  empty() {
    for (const [name, { parcel }] of this.#boxes) {
      if (parcel === null) return name;
    }
    return undefined;
  }
  lay(name, parcel) {
    this.#boxes.get(name).parcel = parcel;
  }
}
