import { createHash } from 'node:crypto';
import { Script } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import { DomUtils, parseDocument } from 'htmlparser2';
import { renderConfirmPage, renderStatusPage } from './application-pages.js';
import { confirmScript, statusScript } from './application-script.js';
import { declineWords, documentKindLabels, documentStates, openStates, stateWords } from './application-words.js';
import { renderApplyPage } from './apply-page.js';
import { applyScript } from './apply-script.js';
import { renderHomePage } from './home-page.js';
import { contentSecurityPolicy } from './layout.js';
import { samplePublisher as publisher } from './sample-views.js';
import { stylesHash } from './styles.js';

const confirm = { page: renderConfirmPage({ publisher }), script: confirmScript };
const status = { page: renderStatusPage({ publisher }), script: statusScript };
const apply = { page: renderApplyPage({ publisher, specialties: [] }), script: applyScript };
const interactive = [
  ['apply', apply],
  ['confirm', confirm],
  ['status', status],
] as const;
const policyIn = (html: string) => /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1];

describe.each(interactive)('the %s page', (_, { page, script }) => {
  it('admits exactly the script that stands in it, and lets it ask this site alone', () => {
    const scripts = [...page.html.matchAll(/<script>(.*?)<\/script>/gs)].map(([, source]) => source);
    expect(scripts).toEqual([script.source]);
    const sha256 = createHash('sha256').update(script.source).digest('base64');
    const policy = policyIn(page.html);
    expect(policy).toContain(`script-src 'sha256-${sha256}'; connect-src 'self';`);
    expect(policy).toContain(`style-src ${stylesHash};`);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("form-action 'self'");
    expect(page.headers?.['content-security-policy']).toBe(`${policy}; frame-ancestors 'none'`);
  });

  it('has a script that parses, ends where it should and writes text only', () => {
    expect(() => new Script(script.source)).not.toThrow();
    expect(script.source).not.toMatch(/<\/script|<!--|innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(/i);
  });

  it('sends no secret in an address and no referrer anywhere', () => {
    expect(page.html).toContain('<meta name="referrer" content="no-referrer"');
    expect(page.headers?.['referrer-policy']).toBe('no-referrer');
    expect(script.source).not.toMatch(/\?secret|secret=/);
  });

  it('finds in its page every element that its script asks for', () => {
    const asked = [...script.source.matchAll(/(?:byId|toggle|onAct)\('([\w-]+)'/g)].map(([, id]) => id!);
    const document = parseDocument(page.html);
    expect(asked.length).toBeGreaterThan(1);
    for (const id of asked) expect([id, DomUtils.getElementById(id, document.children) !== null]).toEqual([id, true]);
  });

  it('ends every form with a place for problems and one for news', () => {
    const [main] = DomUtils.getElementsByTagName('main', parseDocument(page.html));
    const forms = DomUtils.getElementsByTagName('form', main?.children ?? []);
    for (const form of forms) {
      const roles = DomUtils.filter((node) => 'attribs' in node && 'role' in node.attribs, form.children);
      expect(roles.map((node) => ('attribs' in node ? node.attribs['role'] : ''))).toEqual(['alert', 'status']);
    }
  });
});

describe('the pages behind a mailed link', () => {
  it.each([confirm.page, status.page])('are kept out of search and out of caches', (page) => {
    expect(page.headers).toMatchObject({ 'x-robots-tag': 'noindex', 'cache-control': 'no-store' });
    expect(page.html).toContain('<meta name="robots" content="noindex"');
    expect(page.html).not.toContain('rel="canonical"');
  });

  it('do nothing before a button is pressed, and show nothing before the script knows what', () => {
    expect(confirm.page.html).toMatch(/<form id="confirm" method="post" hidden>.*Confirm my address<\/button>/s);
    expect(status.page.html).toMatch(/<form id="open" method="post" hidden>.*Open my application<\/button>/s);
    expect(status.page.html).toMatch(/<div id="file"[^>]* hidden>/);
    for (const { source } of [confirmScript, statusScript]) {
      expect(source.indexOf("'/api/v1/applications/links'")).toBeGreaterThan(source.indexOf('onSubmit(again'));
      expect(source).toMatch(
        /onSubmit\(byId\('(confirm|open)'\), async \(\) => \{\n {2}await ask\('[^']*', \{ secret \}/,
      );
    }
  });

  it('offer to send a document once the script knows that one is taken, with what is taken and what becomes of it', () => {
    const form = /<form id="document" method="post" hidden>.*?<\/form>/s.exec(status.page.html)?.[0];
    expect(form).toContain(
      'type="file" accept="application/pdf,image/jpeg,image/png" required aria-describedby="document-file-hint"',
    );
    expect(form).toContain('<label for="document-file">File');
    expect(form).toContain('of at most 10 MB');
    expect(form).toContain('Proof of identity is deleted when we have decided.');
    expect(status.page.html).toMatch(/<div id="verifier" hidden>.*<blockquote id="note"/s);
  });

  it('ask twice before an application is withdrawn', () => {
    expect(status.page.html).toMatch(
      /<details id="withdrawal" hidden><summary>Withdraw my application<\/summary>.*Yes, withdraw it/s,
    );
  });

  it('tell days in the zone of the publisher', () => {
    expect(status.page.html).toContain('data-time-zone="America/New_York"');
  });
});

describe('the words for an application', () => {
  it('exist for every state and for every reason of a decline', () => {
    const states =
      'awaiting-email checking queued in-review needs-info escalated approved declined appealed withdrawn expired';
    const reasons =
      'npi-not-found npi-deactivated identity-not-confirmed license-not-found license-inactive license-restricted ' +
      'excluded-federal specialty-out-of-scope not-a-physician duplicate misrepresentation incomplete no-service-in-state policy-other';
    expect(Object.keys(stateWords)).toEqual(states.split(' '));
    expect(Object.keys(declineWords)).toEqual(reasons.split(' '));
  });

  it('exist for every kind of document, which may be sent from the confirmed address to the decision, and on appeal', () => {
    expect(Object.keys(documentKindLabels)).toEqual('identity license certification name-change other'.split(' '));
    expect(documentStates).toEqual('checking queued in-review needs-info escalated appealed'.split(' '));
  });

  it('do not tell an escalated application from any other under review', () => {
    expect(stateWords.escalated).toEqual(stateWords['in-review']);
  });

  it('offer to withdraw until the decision, and on appeal', () => {
    expect(openStates).not.toEqual(expect.arrayContaining(['approved']));
    for (const over of ['approved', 'declined', 'withdrawn', 'expired']) expect(openStates).not.toContain(over);
    expect(openStates).toContain('appealed');
  });
});

describe('the pages for readers', () => {
  it('keep their own policy and leave the referrer as it is', () => {
    const { html, headers } = renderHomePage({ publisher, categories: [], recent: [] });
    expect(policyIn(html)).toBe(contentSecurityPolicy);
    expect(html).not.toMatch(/name="referrer"|<script/);
    expect(headers).toBeUndefined();
  });
});
