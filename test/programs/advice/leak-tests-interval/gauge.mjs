let value = 0;

/** Tells a new value every so often; what it gives stops it. */
export function startGauge(tell, everyMs) {
  value = 0;
  const timer = setInterval(() => tell((value += 1)), everyMs);
  return () => clearInterval(timer);
}
