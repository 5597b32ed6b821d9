// expect: race.check-then-act 10,12 ; race.check-then-act 15,17 ; race.check-then-act 20,22 ; race.check-then-act 26,28 ; race.check-then-act 33,37 ; race.check-then-act 41,45 ; race.check-then-act 49,51 ; race.check-then-act 54,56 ; race.check-then-act 59,63
// Berths of a port are taken twice for one day: each list, table, map or set is searched in another way.
import { setTimeout as delay } from 'node:timers/promises';

const port = { quays: [], boats: {}, cranes: new Map(), tugs: new Set(), docks: [] };
const boatsOf = () => port.boats;

const bookings = {
  async byValues(day, who) {
    if (Object.values(port.boats).some((boat) => boat.day === day)) return;
    await delay(5);
    port.boats[who] = { day };
  },
  async byHelper(day, who) {
    for (const [, boat] of Object.entries(boatsOf())) if (boat.day === day) return;
    await delay(5);
    boatsOf()[who] = { day };
  },
  async byNames(day, who) {
    for (const name in port.boats) if (port.boats[name].day === day) return;
    await delay(5);
    port.boats[who] = { day };
  },
  async byMap(day, who) {
    const { cranes } = port;
    if ([...cranes.values()].find((crane) => crane.day === day && !crane.isOut)) return;
    await delay(5);
    port.cranes.set(who, { day });
  },
  async byPlace(day) {
    const list = port.quays;
    // By places, from the first to the last.
    for (let i = 0; i < list.length; i++) {
      if (list[i].day === day) return;
    }
    await delay(5);
    port.quays.push({ day });
  },
  async fromTheEnd(day) {
    let isTaken = false;
    for (let i = port.docks.length - 1; i >= 0; i--) {
      const dock = port.docks[i];
      if (dock.day === day) isTaken = true;
    }
    if (!isTaken) await delay(5).then(() => port.docks.push({ day }));
  },
  async bySet(day) {
    const tugs = port.tugs;
    if (Array.from(tugs).some((tug) => tug.day === day)) return;
    await delay(5);
    tugs.add({ day });
  },
  async byCopy(day) {
    if (port.quays.filter((quay) => !quay.isOut).some((quay) => quay.day === day)) return;
    await delay(5);
    port.quays.push({ day });
  },
  async byPlaceNames(day) {
    for (const i in port.docks) {
      if (port.docks[i].day === day) return;
    }
    await delay(5);
    port.docks.push({ day });
  },
};

for (const take of Object.values(bookings)) {
  await Promise.all([take(4, 'ann'), take(4, 'ben')]);
  port.quays.length = 0;
  port.docks.length = 0;
  port.boats = {};
}
