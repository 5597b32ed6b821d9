export function describe(name: string): string {
  return `job ${name}`;
}
