// Waits for the server's next look at the site, again and again.

const AGAIN = 500; // milliseconds between two attempts to reach a server that has gone
const PATIENCE = 40_000; // the server answers within 25 seconds, even if there is nothing to tell

const pause = (time) => new Promise((done) => { setTimeout(done, time); });

/** Calls `told` with each new look, and once with null when the server has gone. Holds no connection while not `wanted`. */
export async function looks(told, wanted = () => true) {
  let known = null;
  let gone = false;
  for (;;) {
    while (!wanted()) await pause(AGAIN);
    const stop = new AbortController();
    const watch = setInterval(() => { if (!wanted()) stop.abort(); }, AGAIN);
    try {
      const after = known === null ? '' : `?after=${known}`;
      const answer = await fetch(`/_fingerpost/looks${after}`, { signal: AbortSignal.any([stop.signal, AbortSignal.timeout(PATIENCE)]) });
      if (!answer.ok) throw new Error(answer.status);
      if (answer.status === 200) {
        const look = await answer.json();
        known = look.look;
        told(look);
      } else if (gone) known = null;
      gone = false;
    } catch {
      if (!stop.signal.aborted) {
        known = null;
        if (!gone) told(null);
        gone = true;
        await pause(AGAIN);
      }
    }
    clearInterval(watch);
  }
}
