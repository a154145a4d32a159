import { describe, expect, it } from '@jest/globals';
import { contrast, readColor } from '../platform/colors.js';
import type { Publisher } from '../platform/publisher.js';
import { renderNotFoundPage } from '../site/index.js';
import { publisherSite } from './publisher-site.js';

const plain: Publisher = {
  name: 'Larkspur Health',
  timeZone: 'America/New_York',
  contact: 'editors@larkspur.example',
  language: 'en-US',
  membersPay: true,
};
const logo = (width: number): NonNullable<Publisher['logo']> => ({
  mediaType: 'image/svg+xml',
  bytes: Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} 40"/>`),
  width,
  height: 40,
});
const site = (more: Partial<Publisher> = {}) => publisherSite({ ...plain, ...more }, 'https://larkspur.example');

describe('What the site shows of its publisher', () => {
  it('has an icon of the first letter where there is no logo', () => {
    const { view, images } = site();
    expect(view.logo).toBeUndefined();
    expect(view.icon?.mediaType).toBe('image/svg+xml');
    expect(images.get(view.icon?.path ?? '')?.body.toString()).toContain('>L</text>');
  });

  it('shows the logo from its own store, under the digest of its bytes', () => {
    const { view, images } = site({ logo: logo(40) });
    expect(view.logo).toEqual({ path: expect.stringMatching(/^\/images\/[0-9a-f]{64}$/), width: 40, height: 40 });
    expect(view.icon?.path).toBe(view.logo?.path);
    expect(images.size).toBe(1);
  });

  it('does not squeeze a wide logo into an icon', () => {
    const { view, images } = site({ logo: logo(160) });
    expect(view.icon?.path).not.toBe(view.logo?.path);
    expect([...images.keys()]).toEqual(expect.arrayContaining([view.icon?.path, view.logo?.path]));
  });

  it('keeps a picture that somebody opens by itself from running anything', () => {
    for (const { headers } of site({ logo: logo(160) }).images.values())
      expect(headers['content-security-policy']).toMatch(/default-src 'none';.* sandbox/);
  });

  it('can be read as it comes, by day and by night: text, links and warnings', () => {
    const { html } = renderNotFoundPage({ publisher: site().view });
    const palettes = [...html.matchAll(/:root\{([^}]*--paper:[^}]*)\}/g)].map(([, rules = '']) => rules);
    expect(palettes.length).toBeGreaterThanOrEqual(2);
    for (const rules of palettes.slice(0, 2)) {
      const color = (name: string) => readColor(new RegExp(`--${name}:([^;]+)`).exec(rules)?.[1] ?? '')!;
      for (const text of ['ink', 'soft', 'link'])
        for (const ground of ['paper', 'raised'])
          expect(contrast(color(text), color(ground))).toBeGreaterThanOrEqual(4.5);
      for (const ground of ['paper', 'warn'])
        expect(contrast(color('warn-ink'), color(ground))).toBeGreaterThanOrEqual(4.5);
      expect(contrast(color('ink'), color('warn'))).toBeGreaterThanOrEqual(4.5);
      expect(contrast(color('link'), color('warn'))).toBeGreaterThanOrEqual(4.5);
    }
  });

  it('looks the same as long as nothing is said otherwise, and else not', () => {
    const looks = [
      site(),
      site({ standing: 'A publisher.' }),
      site({ logo: logo(40) }),
      site({ policies: { privacy: 'None.' } }),
      site({ membersPay: false }),
      site({ tokens: { radius: 2 } }),
      publisherSite(plain, 'https://moved.example'),
    ].map(({ look }) => look);
    expect(new Set(looks).size).toBe(looks.length);
    expect(site().look).toBe(looks[0]);
  });
});
