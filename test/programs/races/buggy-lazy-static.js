// expect: race.check-then-act 7
'use strict';
class Gateway {
  static #instance;
  static made = 0;
  static async get() {
    return Gateway.#instance ? Gateway.#instance : (Gateway.#instance = await Gateway.#make());
  }
  static async #make() {
    const serial = ++Gateway.made;
    await new Promise((r) => setTimeout(r, 3));
    return { serial, send: (x) => `${serial}:${x}` };
  }
}

Promise.all(['x', 'y', 'z'].map(async (m) => (await Gateway.get()).send(m))).then((out) => console.log(out.join(' '), Gateway.made));
