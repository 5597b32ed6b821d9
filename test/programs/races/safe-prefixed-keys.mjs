// expect: nothing
// What is looked at has another prefix than what is stored after the wait.
const load = (id) => new Promise((resolve) => setTimeout(() => resolve({ id, text: '' }), 10));

const pads = {
  get: (name) => pads[`pad:${name}`],
  set: (name, pad) => (pads[`pad:${name}`] = pad),
  note: (name, at) => (pads[`seen:${name}`] = at),
};

async function seen(id) {
  const known = pads.get(id);
  if (known === undefined) return;
  const { text } = await load(id);
  pads.note(id, `${Math.random()}${text}`);
}

pads.set('todo', await load('todo'));
await Promise.all([seen('todo'), seen('todo')]);
console.log(Object.keys(pads).length);
