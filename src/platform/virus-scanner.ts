import { connect, type Socket } from 'node:net';
import { Inject, Injectable } from '@nestjs/common';
import { Config } from './config.js';
import { Invalid, Unavailable } from './errors.js';

/** Of silence; a file of ten megabytes takes clamd a second or two. */
const patienceMilliseconds = 20_000;
const chunkBytes = 65_536;
const usualPort = 3310;
/** An answer is a line. */
const longestAnswer = 1000;

/** Asks clamd, where CLAMD_URL names one, about what people upload. Nothing is kept that it has not called clean. */
@Injectable()
export class VirusScanner {
  constructor(@Inject(Config) private readonly config: Pick<Config, 'clamdUrl'>) {}

  /**
   * Returns where nothing is found, or nobody is to be asked. Throws {@link Invalid} under `code` for what clamd knows, and
   * {@link Unavailable} for every answer but those two, and for none.
   */
  async admit(code: string, bytes: Buffer): Promise<void> {
    const { clamdUrl } = this.config;
    if (clamdUrl === undefined) return;
    const answer = await asked(clamdUrl, instream(bytes)).catch((cause: unknown) => {
      throw new Unavailable(later, { cause });
    });
    if (answer === 'stream: OK') return;
    const found = /^stream: (.+) FOUND$/.exec(answer)?.[1];
    if (found === undefined) throw new Unavailable(later, { cause: new Error(`clamd answered ${answer}`) });
    throw Invalid.of(code, `A virus scanner finds something in this file (${found}). It was not kept.`);
  }

  /** Whether one is to be asked, and answers; throws where it does not. */
  async ping(): Promise<boolean> {
    if (this.config.clamdUrl === undefined) return false;
    const answer = await asked(this.config.clamdUrl, [Buffer.from('zPING\0')]);
    if (answer !== 'PONG') throw new Error(`clamd answered ${answer} instead of PONG.`);
    return true;
  }
}

const later = 'The file could not be scanned for viruses, and was not kept. Try again in a few minutes.';

/** Each part after its length, at last none (clamd(8), INSTREAM). */
function* instream(bytes: Buffer): Generator<Buffer> {
  yield Buffer.from('zINSTREAM\0');
  for (let from = 0; from < bytes.length; from += chunkBytes) {
    const part = bytes.subarray(from, from + chunkBytes);
    yield sized(part.length);
    yield part;
  }
  yield sized(0);
}

function sized(length: number): Buffer {
  const size = Buffer.alloc(4);
  size.writeUInt32BE(length);
  return size;
}

/** The one line that clamd answers, without its end. */
async function asked(url: string, words: Iterable<Buffer>): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port || usualPort), hostname.replace(/^\[|\]$/g, ''));
  socket.setTimeout(patienceMilliseconds, () => socket.destroy(new Error('clamd is silent.')));
  try {
    // It may have said what it has to say before it has heard all.
    const answer = answerOn(socket);
    for (const word of words) socket.write(word);
    return await answer;
  } finally {
    socket.destroy();
  }
}

async function answerOn(socket: Socket): Promise<string> {
  let text = '';
  for await (const part of socket) {
    text += String(part);
    const end = text.indexOf('\0');
    if (end >= 0) return text.slice(0, end);
    if (text.length > longestAnswer) break;
  }
  throw new Error('clamd gave no whole answer.');
}
