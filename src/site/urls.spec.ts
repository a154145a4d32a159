import { describe, expect, it } from '@jest/globals';
import { referenceHref } from './references.js';
import { absoluteUrl, categoryPath, contactHref, localHref, webHref } from './urls.js';
import { sampleGuide } from './sample-views.js';

describe('addresses', () => {
  it.each([
    '//evil.example/x',
    '/\\evil.example',
    '/\t/evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    '',
  ])('refuses %p as a path of the site', (path) => {
    expect(() => localHref(path)).toThrow(RangeError);
    expect(() => absoluteUrl('https://health.example', path)).toThrow(RangeError);
  });

  it('puts a path under the origin of the publisher', () => {
    expect(absoluteUrl('https://health.example', '/guides/x')).toBe('https://health.example/guides/x');
    expect(categoryPath('a b/c')).toBe('/categories/a%20b%2Fc');
  });

  it('links only what is http or https', () => {
    expect(webHref('https://journal.example/1?a=b&c')).toBe('https://journal.example/1?a=b&c');
    expect(webHref('javascript:alert(1)')).toBeUndefined();
    expect(webHref('data:text/html,x')).toBeUndefined();
    expect(webHref('no address')).toBeUndefined();
  });

  it('writes to an e-mail address and links a web address', () => {
    expect(contactHref('editors@health.example')).toBe('mailto:editors@health.example');
    expect(contactHref('https://health.example/contact')).toBe('https://health.example/contact');
    expect(contactHref('javascript:alert(1)@x')).toBeUndefined();
    expect(contactHref('555-0100')).toBeUndefined();
  });

  it('finds a source by its address, else its DOI, else PubMed', () => {
    const [source] = sampleGuide.references;
    const bare = { ...source!, url: undefined, doi: undefined, pmid: undefined };
    expect(referenceHref({ ...bare, url: 'https://a.example/1', doi: '10.5555/1' })).toBe('https://a.example/1');
    expect(referenceHref({ ...bare, doi: '10.5555/a#b?c' })).toBe('https://doi.org/10.5555/a%23b%3Fc');
    expect(referenceHref({ ...bare, pmid: '123' })).toBe('https://pubmed.ncbi.nlm.nih.gov/123/');
    expect(referenceHref({ ...bare, url: 'javascript:alert(1)' })).toBeUndefined();
  });
});
