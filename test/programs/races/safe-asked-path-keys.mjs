// expect: nothing
// Names are given away: whether one is free is asked by a property of the request, and again when its owner has been looked up.
const rooms = Object.create(null);
const desks = {};
const ownerOf = (request) => new Promise((resolve) => setTimeout(resolve, 4, `${request.by}@example.org`));

async function room(request) {
  if (request.name in rooms) return false;
  const owner = await ownerOf(request);
  if (request.name in rooms) return false;
  rooms[request.name] = owner;
  return true;
}

async function desk(request) {
  if (Object.hasOwn(desks, `desk-${request.name}`)) return false;
  const owner = await ownerOf(request);
  if (Object.hasOwn(desks, `desk-${request.name}`)) return false;
  desks[`desk-${request.name}`] = owner;
  return true;
}

const both = [{ name: 'blue', by: 'ann' }, { name: 'blue', by: 'bob' }];
console.log((await Promise.all([...both.map(room), ...both.map(desk)])).join(), rooms.blue, desks['desk-blue']);
