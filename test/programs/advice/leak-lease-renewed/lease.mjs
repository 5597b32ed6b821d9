const until = new Map();

// Whoever gives it back stays with its renewals.
export async function acquireLease(name, ms) {
  const renew = () => {
    until.set(name, Date.now() + ms);
  };
  const again = () => {
    renew();
    setTimeout(again, ms / 2);
  };
  setTimeout(again, ms / 2);
  renew();
  return { name, release: () => until.delete(name) };
}
