import { describe, expect, it } from '@jest/globals';
import { DomUtils, parseDocument } from 'htmlparser2';
import { invisibleClaims, jsonLdOf } from '../../test/support/visible-claims.js';
import { renderReviewerPage } from './reviewer-page.js';
import { sampleReviewer as view } from './sample-reading.js';
import type { RenderedPage } from './view-models.js';

const visibleText = (page: RenderedPage) => DomUtils.innerText(parseDocument(page.html).children).replace(/\s+/g, ' ');
const linkTo = (page: RenderedPage, path: string) =>
  DomUtils.findOne((element) => element.attribs['href'] === path, parseDocument(page.html).children);
const mainEntity = (page: RenderedPage) =>
  (JSON.parse(jsonLdOf(page.html)) as { mainEntity: Record<string, unknown> }).mainEntity;
const { license: _license, profilePath: _profile, ...bare } = { ...view, credentials: '' };

describe('the page of a reviewer', () => {
  it('names the person, what they are asked for, and what was on file when they signed last', () => {
    const text = visibleText(renderReviewerPage(view));
    expect(text).toContain('Jane Roe, MD');
    expect(text).toContain('Medical reviewer · Specialty: dermatology, plastic surgery');
    expect(text).toContain(
      'On file with Larkspur Health at the latest signature: licensed in California; checked May 4, 2026.',
    );
  });

  it('lists what they reviewed with dates and what they disclosed', () => {
    const page = renderReviewerPage(view);
    expect(linkTo(page, '/guides/minoxidil')).not.toBeNull();
    expect(visibleText(page)).toContain('Hair restoration · Last reviewed April 2, 2026');
    expect(visibleText(page)).toContain('Jane Roe disclosed: I was paid for a lecture by a maker of minoxidil.');
  });

  it('says the double role of a member and marks the way to their profile as paid for', () => {
    const page = renderReviewerPage(view);
    expect(visibleText(page)).toContain('Jane Roe is also a member of our network of physicians (advertisement:');
    expect(linkTo(page, '/physicians/jane-roe')?.attribs['rel']).toBe('sponsored');
    const unpaid = renderReviewerPage({ ...view, paid: false });
    expect(visibleText(unpaid)).not.toContain('advertisement');
    expect(linkTo(unpaid, '/physicians/jane-roe')?.attribs['rel']).toBeUndefined();
  });

  it('says nothing of a network to which they do not belong, and nothing of a license that is not on file', () => {
    const page = renderReviewerPage(bare);
    expect(visibleText(page)).not.toMatch(/network|licensed|verified|suspended/i);
    expect(mainEntity(page)).not.toHaveProperty('hasCredential');
    expect(mainEntity(page)).not.toHaveProperty('honorificSuffix');
  });

  it('tells machines what it shows and nothing else', () => {
    const page = renderReviewerPage(view);
    expect(invisibleClaims(page)).toEqual([]);
    expect(mainEntity(page)).toMatchObject({
      '@type': 'Person',
      name: 'Jane Roe',
      honorificSuffix: 'MD',
      url: 'https://health.example/reviewers/jane-roe',
      knowsAbout: ['dermatology', 'plastic surgery'],
      hasCredential: [{ name: 'MD' }, { credentialCategory: 'license', validIn: { name: 'California' } }],
    });
  });
});
