import { domainToASCII } from 'node:url';
import { disposableEmailBlocklistSet } from 'disposable-email-domains-js';
import type { CheckFinding, Declared } from './check.js';

const freeMail = new Set([
  ...['gmail.com', 'googlemail.com', 'outlook.com', 'hotmail.com', 'live.com', 'msn.com', 'yahoo.com', 'ymail.com'],
  ...['rocketmail.com', 'aol.com', 'icloud.com', 'me.com', 'mac.com', 'proton.me', 'protonmail.com', 'pm.me'],
  ...['gmx.com', 'gmx.net', 'mail.com', 'zoho.com', 'fastmail.com', 'hey.com', 'tutanota.com', 'yandex.com'],
  ...['comcast.net', 'verizon.net', 'att.net', 'sbcglobal.net', 'bellsouth.net', 'cox.net', 'charter.net'],
  ...['earthlink.net', 'optonline.net', 'roadrunner.com', 'juno.com', 'frontier.com'],
]);

// Thousands of names: read once, not for every address.
const disposable = disposableEmailBlocklistSet();

/** V13 by names alone: the address is at the practice’s own site. Asks nobody. */
export function checkEmail({ email, practiceSite }: Pick<Declared, 'email' | 'practiceSite'>): CheckFinding {
  const domain = domainOf(email);
  const host = hostOf(practiceSite);
  if (domain === '') return { outcome: 'fail', reasons: ['The address has no domain.'] };
  if (isDisposableMail(email)) return { outcome: 'fail', reasons: [`${domain} gives out throw-away addresses.`] };
  if (isFreeMail(email)) return { outcome: 'review', reasons: [`${domain} gives an address to anybody.`] };
  if (host === '') return { outcome: 'review', reasons: ['No site of the practice was declared to compare with.'] };
  if (isWithin(host, domain) || isWithin(domain, host))
    return { outcome: 'pass', reasons: [`The address is at the practice’s site, ${host}.`] };
  return { outcome: 'review', reasons: [`The address is at ${domain}, the practice’s site is ${host}.`] };
}

/**
 * The domain of which V13 asks whether it takes mail, in ASCII; null where its name decides, or is that of a service everybody knows.
 * Empty for what can be no domain.
 */
export function askedDomain({ email, practiceSite }: Pick<Declared, 'email' | 'practiceSite'>): string | null {
  if (isFreeMail(email) || checkEmail({ email, practiceSite }).outcome === 'fail') return null;
  return domainToASCII(domainOf(email));
}

/** V13 by names, and by whether the domain takes mail: one that takes none fails. */
export function checkMailDomain(
  declared: Pick<Declared, 'email' | 'practiceSite'>,
  { takesMail, because }: { takesMail: boolean; because: string },
): CheckFinding {
  const byName = checkEmail(declared);
  const reasons = [...byName.reasons, `${domainOf(declared.email)} ${because}.`];
  return takesMail ? { ...byName, reasons } : { outcome: 'fail', reasons };
}

/** Whether the address is at a service that gives one to anybody. */
export function isFreeMail(email: string): boolean {
  return freeMail.has(domainOf(email));
}

/** Whether the address is at a service of throw-away addresses, or at a name below one. */
export function isDisposableMail(email: string): boolean {
  const labels = domainOf(email).split('.');
  return labels.some((_label, index) => disposable.has(labels.slice(index).join('.')));
}

/** Small letters, without a dot at the end; empty when there is none. */
function domainOf(email: string): string {
  const at = email.lastIndexOf('@');
  return at < 0
    ? ''
    : email
        .slice(at + 1)
        .trim()
        .toLowerCase()
        .replace(/\.$/, '');
}

function hostOf(site: string): string {
  return URL.canParse(site) ? new URL(site).hostname.replace(/\.$/, '').replace(/^www\./, '') : '';
}

/** The same name or one below it. A name of one label, such as “com”, holds nobody’s site. */
function isWithin(name: string, above: string): boolean {
  return name === above || (above.includes('.') && name.endsWith(`.${above}`));
}
