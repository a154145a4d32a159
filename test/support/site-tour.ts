import type { Page } from 'playwright-core';
import { PhysicianQueries } from '../../src/api/index.js';
import { Database } from '../../src/platform/database.js';
import { ask } from './asking.js';
import type { DemoService } from './demo-service.js';
import { must } from './story.js';

/** One page as a reader meets it. */
export interface Stop {
  /** The function of `src/site` that makes it. */
  made: string;
  path: string;
  status?: number;
  /** Words that only this page has: nothing else was opened by mistake. */
  says: string;
  /** What the reader does there before the page is looked at. */
  does?: (page: Page) => Promise<void>;
}

const lead = '/guides/scalp-micropigmentation';
const noSecret = 'x'.repeat(43);

/** Every page that the service can make, each at least once. */
export async function siteTour(running: DemoService): Promise<Stop[]> {
  const { held, takenDown, former } = await unusualStates(running);
  return [
    ...(await storedPages(running)),
    ...notices({ held, takenDown, former }),
    ...madeOnRequest(running),
    ...(await previews(running)),
  ];
}

async function storedPages({ demo }: DemoService): Promise<Stop[]> {
  const member = demo.members.find(({ name }) => name === 'Bruno Castellmar');
  return [
    { made: 'renderHomePage', path: '/', says: 'All guides' },
    { made: 'renderGuideIndex', path: '/guides', says: 'Hair restoration' },
    { made: 'renderCategoryPage', path: '/categories/hair-restoration', says: 'Hair restoration' },
    { made: 'renderGuidePage', path: lead, says: 'Last reviewed' },
    { made: 'renderGuidePage', path: '/guides/fue-hair-transplant', says: 'was due for medical review on' },
    { made: 'renderGuidePage', path: '/guides/topical-minoxidil', says: 'It may be out of date.' },
    { made: 'renderGuidePage', path: '/guides/keloid-scars', says: 'its review is planned for' },
    { made: 'renderPhysicianPage', path: `/physicians/${member?.slug ?? ''}`, says: 'Bruno Castellmar' },
    { made: 'renderSpecialtyIndex', path: '/specialties', says: 'Dermatologists by state' },
    { made: 'renderSpecialtyPage', path: '/specialties/dermatology', says: 'Farid Belmonte' },
    { made: 'renderReviewerIndex', path: '/reviewers', says: 'Ines Okafor' },
    { made: 'renderReviewerPage', path: '/reviewers/ines-okafor', says: 'Ines Okafor' },
    { made: 'renderPolicyPage', path: '/how-we-review', says: 'How we review' },
    { made: 'renderCorrectionsPage', path: '/corrections', says: 'Corrections' },
  ];
}

function notices({ held, takenDown, former }: { held: string; takenDown: string; former: string }): Stop[] {
  return [
    { made: 'renderHeldPage', path: held, says: 'we put this guide on hold' },
    { made: 'renderTakenDownPage', path: takenDown, status: 451, says: 'because of a legal demand' },
    { made: 'renderGonePage', path: '/guides/platelet-rich-plasma-hair', status: 410, says: 'We withdrew this guide' },
    { made: 'renderFormerMemberPage', path: former, status: 410, says: 'no longer a member' },
    {
      made: 'renderNotFoundPage',
      path: '/guides/never-written',
      status: 404,
      says: 'There is no page at this address',
    },
  ];
}

function madeOnRequest({ demo }: DemoService): Stop[] {
  const search = (q: string, says: string): Stop => ({ made: 'renderSearchPage', path: `/search?q=${q}`, says });
  return [
    { made: 'renderSearchPage', path: '/search', says: 'Topic' },
    search('hair+loss', 'Last reviewed'),
    search('minoxydil', 'minoxidil'),
    search('qqqqqqqq', 'No guide was found'),
    { ...search('x'.repeat(201), 'at most 200'), status: 422 },
    { made: 'renderReportPage', path: `/report?page=${lead}`, says: 'What is wrong?' },
    {
      made: 'renderReportPage',
      path: `/report?page=${lead}`,
      says: 'It was not sent yet',
      does: sendsEmpty('main form'),
    },
    { made: 'renderReportReceivedPage', path: '/report/received', says: 'Thank you' },
    { made: 'renderReportRefusedPage', path: '/report?page=/nowhere', status: 404, says: 'You can also write to us' },
    { made: 'renderApplyPage', path: '/apply', says: 'What happens next' },
    { made: 'renderApplyPage', path: '/apply', says: 'That did not work', does: sendsEmpty('#apply') },
    { made: 'renderConfirmPage', path: '/apply/confirm', says: 'You need your link' },
    { made: 'renderConfirmPage', path: `/apply/confirm#${noSecret}`, says: 'Press the button' },
    { made: 'renderStatusPage', path: '/apply/status', says: 'You need your link' },
    { made: 'renderStatusPage', path: demo.statusPath ?? '', says: 'What you declared', does: presses('#open button') },
  ];
}

/** Of a revision that stands beside a live page. */
async function previews(running: DemoService): Promise<Stop[]> {
  const editor = await running.signIn('maren');
  const revision = running.demo.guides.find(({ slug }) => slug === 'topical-minoxidil')?.openRevision?.id ?? '';
  const { url } = await must(editor.post<{ url: string }>(`revisions/${revision}/previews`));
  const door = `/preview/open${new URL(url).hash}`;
  return [
    { made: 'renderPreviewOverPage', path: '/preview', status: 404, says: 'There is no preview here' },
    { made: 'renderPreviewDoorPage', path: '/preview/open', says: 'There is no preview here' },
    { made: 'renderPreviewDoorPage', path: door, says: 'lets you read a text' },
    { made: 'renderGuidePage', path: door, says: 'This text is not published', does: presses('#open button') },
    { made: 'renderComparePage', path: '/preview/compare', says: 'Changed' },
  ];
}

/** What the story leaves out: a guide on hold, one that a legal demand took down, a physician whose membership ended. */
async function unusualStates(running: DemoService): Promise<{ held: string; takenDown: string; former: string }> {
  const { demo, settle, signIn } = running;
  const idOf = (wanted: string): string => demo.guides.find(({ slug }) => slug === wanted)?.id ?? '';
  const hold = { name: 'hold', reason: 'A reader reports harm.' };
  await must(ask(await signIn('maren'), 'guides', idOf('alopecia-areata'), hold));
  const demand = { name: 'proposeTakeDown', reason: 'Order 7.', authority: 'https://court.example/orders/7' };
  const { created } = await must(ask(await signIn('priya'), 'guides', idOf('upper-eyelid-surgery'), demand));
  const confirmed = { name: 'takeDown', hash: created?.['hash'] };
  await must(ask(await signIn('june'), 'guides', idOf('upper-eyelid-surgery'), confirmed));
  const former = await ends(running, 'Hugo Tennquist');
  await settle();
  return { held: '/guides/alopecia-areata', takenDown: '/guides/upper-eyelid-surgery', former };
}

async function ends({ service, signIn }: DemoService, wanted: string): Promise<string> {
  const { items } = await service.app.get(PhysicianQueries).list({ limit: 100 });
  const member = items.find(({ name }) => name === wanted);
  const verifier = await signIn('noor');
  await must(verifier.reauthenticate());
  const end = { name: 'terminate', reason: 'Asked for by phone.' };
  await must(verifier.post(`physicians/${member?.id ?? ''}/transitions`, end));
  return `/physicians/${member?.slug ?? ''}`;
}

/** Every stored page for people, by kind. Addresses that only say where a page is now are left out. */
export async function storedPaths({ service }: DemoService, kind: string): Promise<string[]> {
  const rows = await service.app
    .get(Database)
    .rows<{ path: string }>('select path from page where kind = $1 and rendered_at is not null order by path', [kind]);
  return rows.map(({ path }) => path);
}

/** Opens it, does what is done there, and makes sure that it is the page that was meant. */
export async function visit(page: Page, base: string, { path, status = 200, says, does }: Stop): Promise<void> {
  // A fragment alone would not load the page again.
  await page.goto('about:blank');
  const answer = await page.goto(base + path);
  if (answer?.status() !== status) throw new Error(`${path} answers ${String(answer?.status())}, not ${status}.`);
  await does?.(page);
  await page.getByText(says).filter({ visible: true }).first().waitFor({ timeout: 10_000 });
}

function presses(selector: string): (page: Page) => Promise<void> {
  return async (page) => page.click(selector);
}

/** Past what the browser itself would ask for. */
function sendsEmpty(form: string): (page: Page) => Promise<void> {
  return async (page) => {
    await page
      .locator(form)
      .first()
      .evaluate((each) => ((each as unknown as { noValidate: boolean }).noValidate = true));
    await page.locator(`${form} button[type=submit]`).first().click();
  };
}
