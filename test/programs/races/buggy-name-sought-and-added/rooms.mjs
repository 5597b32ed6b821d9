export class Rooms {
  #rooms = [];

  get size() {
    return this.#rooms.length;
  }

  add(name) {
    this.#rooms.push({ name, state: 'dirty' });
  }

  named(name) {
    return this.#rooms.find((room) => room.name === name);
  }
}
