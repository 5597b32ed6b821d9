export class Client {
  constructor(base) {
    this.base = base;
  }

  async get(path) {
    const response = await fetch(this.base + path);
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    return response.json();
  }

  count(path) {
    return fetch(`${this.base}${path}?count`).then((response) => response.json());
  }
}
