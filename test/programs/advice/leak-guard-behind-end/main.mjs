// expect: timer.leak main.mjs:19
// stop-after: 5
// The peer may hang up at once: then all is over before the guard is set that is to see to it.
class Session {
  state = 'open';
  guard = null;
  constructor(peer) {
    this.peer = peer;
    peer.onBye = () => this.#over('bye');
  }
  async settle() {
    await new Promise((resolve) => setTimeout(resolve, 10));
    return this.state;
  }
  close() {
    if (this.state !== 'open') return;
    this.state = 'closing';
    this.peer.hangUp();
    this.guard = setTimeout(() => this.#over('timeout'), 30_000);
  }
  #over(how) {
    if (this.state === 'closed') return;
    this.state = 'closed';
    clearTimeout(this.guard);
    console.log('over', how);
  }
}
const peerOf = (delay) => ({
  onBye: undefined,
  hangUp() {
    if (delay === 0) this.onBye();
    else setTimeout(() => this.onBye(), delay);
  },
});
for (const delay of [5, 0]) {
  const session = new Session(peerOf(delay));
  await session.settle();
  session.close();
  await session.settle();
}
