const heartbeatSeconds = 10;

/** Tells of one long step: that it begins, that it still goes on, how long it took. Lines go to stderr. */
export async function step(doing, done, work) {
  const started = performance.now();
  const seconds = () => ((performance.now() - started) / 1000).toFixed(1);
  let note = '';
  say(`${doing} …`);
  const heartbeat = setInterval(
    () => say(`  still at it after ${Math.round(Number(seconds()))} s${note && `: ${note}`}`),
    heartbeatSeconds * 1000,
  );
  try {
    const result = await work((text) => (note = text));
    say(`${done} in ${seconds()} s`);
    return result;
  } finally {
    clearInterval(heartbeat);
  }
}

export function say(line) {
  console.error(line);
}
