// expect: race.check-then-act 13 ; race.check-then-act 22 ; race.check-then-act 35
// That there is none yet is seen by the first element, in the function itself or by a helper.
import { setTimeout as delay } from 'node:timers/promises';

const weigh = (parcel) => delay(4, parcel.length);

class Scale {
  #plates = [];

  async put(parcel) {
    if (this.#plates[0] !== undefined) return false;
    const weight = await weigh(parcel);
    this.#plates.push({ parcel, weight });
    return true;
  }
}

let drivers = [];
async function drive(name) {
  const [driver] = drivers;
  if (driver) throw new Error('somebody drives');
  drivers.push({ name, at: await weigh(name) });
}

class Gate {
  guards = [];

  async post(name) {
    await this.#ensureFree();
    const at = await weigh(name);
    this.add(name, at);
  }

  add(name, at) {
    this.guards.push({ name, at });
  }

  async #ensureFree() {
    const guard = await this.first();
    if (guard) throw new Error(`guarded by ${guard.name}`);
  }

  async first() {
    await delay(1);
    return this.guards[0];
  }
}

const [scale, gate] = [new Scale(), new Gate()];
await Promise.allSettled(['box', 'letter'].map((parcel) => scale.put(parcel)));
await Promise.allSettled(['ann', 'robert'].map((name) => drive(name)));
await Promise.allSettled(['ann', 'robert'].map((name) => gate.post(name)));
