import { Editorial } from '../editorial/index.js';
import { Categories } from '../guides/index.js';
import { Accounts, Credentials, Passwords, Roles } from '../identity/index.js';
import { addressOf, personKeys, personOf, type DemoPerson, type PersonKey } from './people.js';
import type { Stage } from './stage.js';
import { StagedGuide } from './staged-guide.js';

const categories = [
  {
    slug: 'hair-restoration',
    name: 'Hair restoration',
    description: 'Why hair thins, and what medicines, surgery and pigment can and cannot do about it.',
    specialties: ['dermatology', 'plastic-surgery', 'facial-plastic'],
  },
  {
    slug: 'skin-health',
    name: 'Skin health',
    description:
      'Scars, pigment and other changes of the skin: what they are, what helps, and when to see a physician.',
    specialties: ['dermatology', 'plastic-surgery'],
  },
  {
    slug: 'eyelid-and-face',
    name: 'Eyelid and face',
    description:
      'Operations of the eyelids and the face: whom they suit, what recovery is like, and what can go wrong.',
    specialties: ['plastic-surgery', 'oculoplastic', 'facial-plastic'],
  },
];
const cadenceMonths = 12;
const cadenceReason = 'Drug information changes faster than the category does.';
/** Whose guide each is; the others are Maren's. */
const theos = ['androgenetic-alopecia', 'keloid-scars', 'melasma', 'platelet-rich-plasma-hair', 'upper-eyelid-surgery'];
/** Days for which the safety privilege still runs on the day of the demonstration. */
const safetyDaysLeft = 120;

/** Who was there before the guides: the first admin, and who verifies physicians. */
const founders: readonly PersonKey[] = ['june', 'noor', 'ruth'];

/** The first day. */
export async function found(stage: Stage, password: string): Promise<void> {
  const { app } = stage.service;
  stage.accountIds.set(
    'june',
    await app.get(Accounts).createFirstAdmin(addressOf('june'), personOf('june').name, password),
  );
  for (const key of founders.filter((each) => each !== 'june')) await hireOne(stage, key, password);
}

/** Everybody else's account and role, licenses as the verifier found them. */
export async function hire(stage: Stage, password: string): Promise<void> {
  for (const key of personKeys.filter((each) => !founders.includes(each))) await hireOne(stage, key, password);
  for (const key of personKeys) await license(stage, key, personOf(key));
}

async function hireOne(stage: Stage, key: PersonKey, password: string): Promise<void> {
  const { app } = stage.service;
  const { name, postNominals, roles } = personOf(key);
  const email = addressOf(key);
  const id = await app.get(Accounts).create(stage.actor('june'), { email, name, postNominals });
  await app.get(Passwords).setPassword(email, password);
  stage.accountIds.set(key, id);
  for (const role of roles.filter((each) => each !== 'safety'))
    await app.get(Roles).grant(stage.actor('june'), id, { role });
}

async function license(stage: Stage, key: PersonKey, { license: found }: DemoPerson): Promise<void> {
  if (!found) return;
  const { specialty, region, number, lastsDays } = found;
  await stage.service.app.get(Credentials).record(stage.actor('noor'), stage.accountId(key), {
    kind: 'license',
    specialty,
    region,
    number,
    authority: `Medical board of ${region} (invented)`,
    standing: 'verified',
    expiresOn: stage.timeline.date(-lastsDays),
    evidence: `Looked up at https://board.example/licenses/${number}`,
  });
}

/** Categories, and the texts that the publisher has: one guide each, its first draft imported. */
export async function importGuides(stage: Stage): Promise<void> {
  const { app } = stage.service;
  for (const category of categories)
    await app.get(Categories).create({ ...category, cadenceMonths }, stage.actor('june'));
  for (const [slug, { language, cadence, content }] of stage.examples) {
    const own = cadence && cadence !== cadenceMonths ? { cadenceMonths: cadence, cadenceReason } : {};
    const guide = {
      slug,
      language,
      category: content.head.category,
      content: new StagedGuide(stage, slug).text(),
      ...own,
    };
    const { guideId } = await app
      .get(Editorial)
      .createGuide(guide, stage.actor(theos.includes(slug) ? 'theo' : 'maren'));
    stage.guideIds.set(slug, guideId);
  }
}

/** Safety is granted for a time. */
export async function grantSafety(stage: Stage): Promise<void> {
  const expiresAt = stage.timeline.instant(-safetyDaysLeft);
  await stage.service.app
    .get(Roles)
    .grant(stage.actor('felix'), stage.accountId('grace'), { role: 'safety', expiresAt });
}

/** A reviewer says from when to when they are away. */
export async function goAway(stage: Stage, who: PersonKey, fromDaysAgo: number, untilDaysAgo: number): Promise<void> {
  const absence = { awayFrom: stage.timeline.date(fromDaysAgo), awayUntil: stage.timeline.date(untilDaysAgo) };
  await stage.service.app.get(Accounts).change(stage.actor(who), stage.accountId(who), absence, () => undefined);
}
