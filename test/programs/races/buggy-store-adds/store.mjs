const pages = new Map();
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export async function create(id, name) {
  await pause(2);
  pages.set(id, { id, name, properties: { projects: [] }, tags: [], links: [] });
}

export async function query(name) {
  await pause(5);
  for (const page of pages.values()) {
    if (page.name === name) return structuredClone(page);
  }
  return null;
}

export async function setProjects(id, projects) {
  await pause(5);
  const page = pages.get(id);
  page.properties = { ...page.properties, projects };
}

export async function setTags(id, tags) {
  await pause(5);
  pages.get(id).tags = tags;
}
