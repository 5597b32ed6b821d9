// expect: race.check-then-act 7,6
// The keys of an object are prefixed by the functions that look at it and fill it.
const load = (id) => new Promise((resolve) => setTimeout(() => resolve({ id, text: '' }), 10));

const pads = {
  get: (name) => pads[`pad:${name}`],
  set: (name, pad) => (pads[`pad:${name}`] = pad),
};

async function open(id) {
  const known = pads.get(id);
  if (known !== undefined) return known;
  const pad = await load(id);
  pads.set(id, pad);
  return pad;
}

const [one, two] = await Promise.all([open('todo'), open('todo')]);
one.text += 'milk';
two.text += 'eggs';
console.log(pads.get('todo').text);
