import { createHash } from 'node:crypto';
import { daysBetween, longDate } from './dates.js';
import type { CivilDate, StalenessView } from './view-models.js';

/** What an overdue page shows: nothing up to and on the due day, a line for 30 days, then a banner. */
export type Staleness = 'none' | 'line' | 'banner';

const LINE_DAYS = 30;
const SENTENCE = ['This guide was due for medical review on ', '. It may be out of date.'] as const;

/** A pure function of the two dates. */
export function stalenessOf({ dueOn, today }: StalenessView): Staleness {
  const daysPast = daysBetween(dueOn, today);
  if (daysPast <= 0) return 'none';
  return daysPast <= LINE_DAYS ? 'line' : 'banner';
}

/** The sentence on an overdue page. */
export function staleSentence(dueOn: CivilDate): string {
  return SENTENCE.join(longDate(dueOn));
}

/**
 * Says the same on a copy that a cache or a browser kept past the due date. Reads the element's `data-` attributes,
 * counts days in the publisher's zone, and only ever raises what the server rendered: a slow clock hides nothing. Before the due date begins in
 * UTC it has ended nowhere: then no zone is asked, since reading a browser's zones takes a phone a tenth of a second.
 */
export const staleScript = [
  `(function(){var e=document.querySelector("[data-due-on]"),d;`,
  `if(!e||(d=e.dataset).stale==="banner"||Date.now()<Date.parse(d.dueOn))return;`,
  `try{var p={};new Intl.DateTimeFormat("en-US",{timeZone:d.timeZone,year:"numeric",month:"2-digit",day:"2-digit"})`,
  `.formatToParts(new Date()).forEach(function(x){p[x.type]=x.value});`,
  `var n=Math.round((Date.UTC(p.year,p.month-1,p.day)-Date.parse(d.dueOn))/864e5);if(!(n>0))return;`,
  `d.stale=n>${LINE_DAYS}?"banner":"line";`,
  `e.textContent=${JSON.stringify(SENTENCE[0])}+d.dueLabel+${JSON.stringify(SENTENCE[1])}}catch(_){}})()`,
].join('');

/** CSP source expression of the one inline script. */
export const staleScriptHash = `'sha256-${createHash('sha256').update(staleScript).digest('base64')}'`;
