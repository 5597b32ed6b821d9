// expect: hang.exit-pending 26 exit 0
// Who asks first puts an entry into the cache and waits as all do: nobody has taken anything, and the second answer is what is missing.
class Client {
  #sessions = new Map();
  #asked = new Map();
  #count = 0;
  ask(name) {
    let session = this.#sessions.get(name);
    if (!session) {
      session = { name };
      this.#sessions.set(name, session);
    }
    return new Promise((resolve) => {
      this.#asked.set(++this.#count, resolve);
      if (session.name !== 'closed') setImmediate(() => this.#answer(1, session));
    });
  }
  #answer(id, session) {
    this.#asked.get(id)(session);
    session.name = 'closed';
  }
}
async function main() {
  const client = new Client();
  await client.ask('a');
  await client.ask('a');
}
main();
