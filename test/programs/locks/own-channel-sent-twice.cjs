// expect: none exit 0
// Nobody gives back anything here: what is sent twice comes twice. And a pool to which each gives back what it took, once.
class Channel {
  constructor() {
    this.items = [];
    this.takers = [];
  }
  async take() {
    if (this.items.length > 0) return this.items.shift();
    return new Promise((resolve) => this.takers.push(resolve));
  }
  send(item) {
    const taker = this.takers.shift();
    if (taker) taker(item);
    else this.items.push(item);
  }
}
const turn = () => new Promise((resolve) => setImmediate(resolve));
const ping = { type: 'ping' };

async function serve(channel, count) {
  for (let n = 0; n < count; n++) {
    const message = await channel.take();
    await turn();
    message.seen = (message.seen ?? 0) + 1;
    // What is not understood is asked for again.
    if (message.tries > 0) channel.send({ ...message, tries: message.tries - 1 });
  }
}
async function ask(channel) {
  channel.send(ping);
  channel.send(ping);
  await turn();
  channel.send({ type: 'pong', tries: 1 });
}
async function use(pool) {
  const tool = await pool.take();
  try {
    const { uses } = tool;
    await turn();
    tool.uses = uses + 1;
  } finally {
    pool.send(tool);
  }
}
async function main() {
  const channel = new Channel();
  await Promise.all([serve(channel, 5), serve(channel, 3), ask(channel), ask(channel)]);
  const pool = new Channel();
  for (let n = 0; n < 2; n++) pool.send({ n, uses: 0 });
  await Promise.all([use(pool), use(pool), use(pool), use(pool), use(pool)]);
  console.log(channel.items.length, pool.items.length);
}
main();
