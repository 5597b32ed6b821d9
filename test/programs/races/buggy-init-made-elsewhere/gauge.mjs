const checked = (value) => new Promise((resolve) => setTimeout(resolve, 60, value));

export function listen(sensors, tanks) {
  sensors.on('reading', async (name, level) => {
    tanks.get(name).level = await checked(level);
  });
  sensors.on('rain', async (name, drops) => {
    const tank = tanks.get(name);
    tank.drops += await checked(drops);
  });
}
