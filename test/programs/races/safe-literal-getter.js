// expect: nothing
'use strict';
// Getters of object literals that are asked again after the wait, whose count is raised before it, or that are of another object than the one with the same name.
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const AFLOAT = Symbol('afloat');
const VESTS = 'vests';

function openPier(boats) {
  return {
    [AFLOAT]: 0,
    [VESTS]: 0,
    get isEmpty() {
      return this[AFLOAT] >= boats;
    },
    get fetched() {
      return this[VESTS];
    },

    // The boat is taken before the wait.
    async hire(guest) {
      if (this.isEmpty) return `no boat for ${guest}`;
      this[AFLOAT]++;
      const vest = await this.fetchVest(guest);
      this.vests++;
      return vest;
    },

    // Asked again when the vest is there.
    async reserve(guest) {
      if (this.isEmpty) return `no boat for ${guest}`;
      const vest = await this.fetchVest(guest);
      if (this.isEmpty) return `too late for ${guest}`;
      this[AFLOAT]++;
      return vest;
    },
    fetchVest: (guest) => pause(5 + guest.length).then(() => `vest for ${guest}`),
  };
}

// Who waits at the door, and how many that are: a list's own length, and a getter of that name.
function openSauna(benches) {
  const waiting = new Map();
  const seated = new Map();
  return {
    get size() {
      return seated.size;
    },
    async enter(who) {
      waiting.set(who, true);
      if (waiting.size > benches) console.log(`${who} has to stand`);
      await pause(4);
      waiting.delete(who);
      seated.set(who, true);
      return this.size;
    },
  };
}

const pier = openPier(3);
const sauna = openSauna(1);
const guests = ['Ane', 'Bo'].map((guest) => pier.hire(guest));
const late = ['Cilla', 'Dag'].map((guest) => pier.reserve(guest));
Promise.all([...guests, ...late, sauna.enter('Ane'), sauna.enter('Bo')]).then(() => console.log(pier[AFLOAT], pier.fetched, sauna.size));
