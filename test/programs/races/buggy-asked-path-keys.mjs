// expect: race.check-then-act 8,10 | race.atomicity 8,10 ; race.check-then-act 15,17 | race.atomicity 15,17
// Names are given away: whether one is free is asked by a property of the request, before its owner is looked up.
const rooms = Object.create(null);
const desks = {};
const ownerOf = (request) => new Promise((resolve) => setTimeout(resolve, 4, `${request.by}@example.org`));

async function room(request) {
  if (request.name in rooms) return false;
  const owner = await ownerOf(request);
  rooms[request.name] = owner;
  return true;
}

async function desk(request) {
  if (Object.hasOwn(desks, `desk-${request.name}`)) return false;
  const owner = await ownerOf(request);
  desks[`desk-${request.name}`] = owner;
  return true;
}

const both = [{ name: 'blue', by: 'ann' }, { name: 'blue', by: 'bob' }];
console.log((await Promise.all([...both.map(room), ...both.map(desk)])).join(), rooms.blue, desks['desk-blue']);
