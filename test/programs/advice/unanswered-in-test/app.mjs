const guests = new Map([['ada', { name: 'ada' }]]);
const find = (name) => new Promise((resolve) => setTimeout(() => resolve(guests.get(name)), 20));

export function createApp() {
  return async (req, res) => {
    const guest = await find(req.url.split('/').at(-1));
    if (guest !== undefined) res.end(guest.name);
  };
}
