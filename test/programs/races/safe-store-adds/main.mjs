// expect: nothing
// Who calls works out what is missing; the store adds that to what is there by then, in its own step.
import { addLinks, addProjects, addTags, create, query } from './store.mjs';

async function extend(name, projects, tags, links) {
  const page = await query(name);
  const missing = projects.filter((id) => !page.properties.projects.includes(id));
  if (missing.length > 0) await addProjects(page.id, missing);
  const untold = tags.filter((tag) => !page.tags.includes(tag));
  if (untold.length > 0) await addTags(page.id, untold);
  await addLinks(page.id, links.filter((link) => !page.links.includes(link)));
}

await create(1, 'auth');
await extend('auth', ['p1'], ['new'], ['a']);
await Promise.all([extend('auth', ['p2'], ['red'], ['b']), extend('auth', ['p3'], ['blue'], ['c'])]);
const { properties, tags, links } = await query('auth');
console.log(properties.projects.join(), tags.join(), links.join());
