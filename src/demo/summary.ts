import { GuideQueries, type GuideEntry } from '../api/index.js';
import type { Service } from '../service.js';
import { addressOf, personKeys, personOf } from './people.js';

/** What a visitor of the demonstration needs to know. */
export interface DemoSummary {
  /** The one password of all logins. */
  password: string;
  logins: { email: string; name: string; about: string }[];
  guides: GuideEntry[];
}

/** As things stand at this moment. */
export async function summaryOf(service: Service, password: string): Promise<DemoSummary> {
  const { items } = await service.app.get(GuideQueries).list({ limit: 100 });
  return {
    password,
    logins: personKeys.map((key) => ({ email: addressOf(key), name: personOf(key).name, about: personOf(key).about })),
    guides: items,
  };
}
