// expect: race.order.last-write 13,18
// Whoever leaves while the door still asks for the name is let in after that.
const door = { guest: undefined, log: [] };

function ask(badge) {
  return new Promise((resolve) => setTimeout(resolve, 25, { badge, level: badge.length }));
}

class Gate {
  async enter(badge) {
    door.log.push(badge);
    const guest = await ask(badge);
    door.guest = guest;
    return guest.level;
  }

  signOff() {
    door.guest = undefined;
  }
}

const gate = new Gate();
gate.enter('blue-7').then((level) => console.log('entered', level, door.guest?.badge));
setTimeout(() => gate.signOff(), 8);
