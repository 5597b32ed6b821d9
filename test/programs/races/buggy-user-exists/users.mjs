const byEmail = new Map();
const pause = () => new Promise((r) => setTimeout(r, 2));
export async function exists(email) {
  await pause();
  return byEmail.has(email);
}
export async function insert(user) {
  await pause();
  byEmail.set(user.email, user);
}
