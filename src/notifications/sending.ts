import { headerText, type Mail, type Mailer } from '../platform/mailer.js';

/** Tries of one message before it is given up, with an alert: about two days of growing pauses. */
export const lastTry = 12;

// A try ends within two minutes: the mailer waits 15 seconds for each answer, and there are at most seven.
/** From the start of a try, in SQL: until then nobody else tries. `attempts` counts the tries before it. */
export const pauseAfter = "least(interval '12 hours', interval '2 minutes' * power(2, attempts))";

/** In SQL, with `$1` for now: may be tried. */
export const tryable = `attempts < ${lastTry} and (try_after is null or try_after <= $1)`;

const failureLength = 300;
/** Failures in a row after which a round ends: the server is away, and each try would wait for it. */
const roundEndsAfter = 3;

/** What went wrong, fit to store; nothing when the message was handed over. */
export async function handOver(mailer: Mailer, mail: Mail): Promise<string | undefined> {
  try {
    await mailer.send(mail);
    return undefined;
  } catch (error) {
    return headerText(error instanceof Error ? error.message : String(error), failureLength) || 'unknown';
  }
}

/** Calls `step` until it finds nothing to send, or fails too often in a row. One message that fails stops no other. */
export async function inRounds(step: () => Promise<'sent' | 'failed' | 'nothing'>): Promise<void> {
  for (let failures = 0; failures < roundEndsAfter;) {
    const outcome = await step();
    if (outcome === 'nothing') return;
    failures = outcome === 'failed' ? failures + 1 : 0;
  }
}
