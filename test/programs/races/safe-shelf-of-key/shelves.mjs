export class Shelves {
  #shelves = new Map();

  #of(room) {
    if (!this.#shelves.has(room)) this.#shelves.set(room, new Set());
    return this.#shelves.get(room);
  }

  holds(room, book) {
    return this.#of(room).has(book);
  }

  put(room, book) {
    this.#of(room).add(book);
  }
}
