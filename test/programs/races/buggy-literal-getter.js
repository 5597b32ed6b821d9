// expect: race.check-then-act 13,20 ; race.check-then-act 32,37
'use strict';
// What is checked is behind a getter of an object literal: a count under a symbol, or a variable around the object.
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const AFLOAT = Symbol('afloat');

// A boat hire, whose count goes by a symbol.
function openPier(boats) {
  return {
    [AFLOAT]: 0,
    // Asked by whoever hires one.
    get isEmpty() {
      return this[AFLOAT] >= boats;
    },

    async hire(guest) {
      if (this.isEmpty) return `no boat for ${guest}`;
      const vest = await this.fetchVest(guest);
      // The boat is on the water only now.
      this[AFLOAT]++;
      return vest;
    },
    fetchVest: (guest) => pause(5 + guest.length).then(() => `vest for ${guest}`),
  };
}

// A sauna that is heated by who comes first.
function openSauna() {
  let stove = null;
  return {
    get isCold() {
      return stove === null;
    },
    async heat(who) {
      if (this.isCold) {
        const wood = await pause(4).then(() => `logs of ${who}`);
        stove = wood;
      }
      return who;
    },
    report: () => stove,
  };
}

const pier = openPier(2);
const sauna = openSauna();
const guests = ['Ane', 'Bo', 'Cilla', 'Dag'].map((guest) => pier.hire(guest));
Promise.all([...guests, sauna.heat('Ane'), sauna.heat('Bo')]).then(() => console.log(pier[AFLOAT], sauna.report()));
