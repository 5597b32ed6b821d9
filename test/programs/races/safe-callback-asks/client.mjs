export class Client {
  constructor() { this.disconnecting = false; this.topics = []; }
  subscribe(topics, callback) {
    if (this.disconnecting) { callback(new Error('client disconnecting')); return this; }
    setTimeout(() => { this.topics.push(...topics); callback(null); }, 5);
    return this;
  }
  end(force, callback) {
    this.disconnecting = true;
    setTimeout(() => { this.disconnecting = false; callback(); }, 5);
    return this;
  }
}
