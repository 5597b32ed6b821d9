// Node writes this file anew: the enum becomes code, and places come from a source map.
enum Level {
  Low = 1,
  High,
}

class Box {
  constructor(private readonly level: Level) {}
  name(): string {
    return Level[this.level] ?? '';
  }
}

const where = (error: Error): string | undefined => error.stack?.split('\n')[1]?.replace(/\(.*[\\/]/, '(');

async function later(): Promise<string | undefined> {
  await null;
  return where(new Error('later'));
}

console.log(new Box(Level.High).name(), where(new Error('now')));
void later().then((place) => {
  console.log(place);
  throw new TypeError('uncaught');
});
