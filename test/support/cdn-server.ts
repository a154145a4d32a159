import { Webhook } from 'standardwebhooks';
import { OutsideServer, type OutsideAnswer, type OutsideRequest } from './outside-server.js';

/** A content delivery network’s hook: it believes only what is signed, and can also answer wrongly, late or not at all. */
export class CdnServer extends OutsideServer {
  readonly secret = Buffer.alloc(32, 9).toString('base64');
  /** What it was made to forget, call by call. */
  readonly purges: { id: string; paths: string[]; urls: string[]; keys: string[] }[] = [];
  /** Answers this status instead of its own. */
  status: number | undefined;

  environment(): Record<string, string> {
    return { CDN_PURGE_URL: `${this.url}/purge`, CDN_PURGE_SECRET: this.secret };
  }

  /** Every path it forgot so far, each as often as it did. */
  get forgotten(): string[] {
    return this.purges.flatMap(({ paths }) => paths);
  }

  protected override answer({ headers, body }: OutsideRequest): OutsideAnswer {
    if (this.status !== undefined) return { status: this.status };
    const signed = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
    const at = Number(signed['webhook-timestamp']) * 1000;
    const expected = new Webhook(this.secret).sign(signed['webhook-id'] ?? '', new Date(at), body);
    if (signed['webhook-signature'] !== expected) return { status: 401 };
    const { data } = JSON.parse(body) as { data: { paths: string[]; urls: string[]; keys: string[] } };
    this.purges.push({ id: signed['webhook-id'] ?? '', ...data });
    return { status: 204 };
  }
}
