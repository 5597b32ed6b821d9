export class Drafts {
  #all = new Map();

  begin(id) {
    this.#all.set(id, { version: 1, text: '' });
  }

  find(id) {
    return this.#all.get(id);
  }

  replace(id, text, version) {
    if (this.#all.get(id).version !== version) return false;
    this.#all.set(id, { version: version + 1, text });
    return true;
  }
}
