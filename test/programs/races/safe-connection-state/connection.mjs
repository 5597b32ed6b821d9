export class Connection {
  state = 'idle';
  opened = 0;
  #ready = null;
  open() {
    if (this.state === 'opening') return this.#ready;
    this.state = 'opening';
    this.#ready = this.#dial();
    return this.#ready;
  }
  async #dial() {
    await new Promise((r) => setTimeout(r, 3));
    this.opened++;
    this.state = 'open';
  }
  async write(text) {
    await new Promise((r) => setTimeout(r, 1));
    return text.toUpperCase();
  }
  async close() {
    this.state = 'closing';
    await new Promise((r) => setTimeout(r, 1));
    this.state = 'idle';
  }
}
