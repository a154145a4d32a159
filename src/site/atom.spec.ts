import { describe, expect, it } from '@jest/globals';
import { DomUtils, parseDocument } from 'htmlparser2';
import { renderFeed } from './atom.js';
import { sampleFeedEntry, samplePublisher as publisher } from './sample-views.js';

const updatedAt = '2026-05-22T00:00:00.000Z';
const render = (entries = [sampleFeedEntry]) => renderFeed({ publisher, updatedAt, entries });

function read(xml: string) {
  const [feed] = DomUtils.getElementsByTagName('feed', parseDocument(xml, { xmlMode: true }));
  const texts = (parent: typeof feed, name: string) =>
    DomUtils.getElementsByTagName(name, parent!.children, false).map((element) => DomUtils.textContent(element));
  return {
    feed: feed!,
    texts,
    entries: DomUtils.getElementsByTagName('entry', feed!.children, false).map((entry) => [entry, texts] as const),
  };
}

describe('the feed', () => {
  it('has exactly one of each element that Atom requires, on feed and entries', () => {
    const page = render([sampleFeedEntry, { ...sampleFeedEntry, id: '00000000-0000-4000-8000-000000000001' }]);
    expect(page.contentType).toBe('application/atom+xml; charset=utf-8');
    const { feed, texts, entries } = read(page.html);
    expect(feed.attribs['xmlns']).toBe('http://www.w3.org/2005/Atom');
    expect(texts(feed, 'id')).toEqual(['https://health.example/']);
    expect(texts(feed, 'title')).toEqual(['Larkspur Health']);
    expect(texts(feed, 'updated')).toEqual([updatedAt]);
    expect(DomUtils.getElementsByTagName('author', feed.children, false)).toHaveLength(1);
    expect(entries).toHaveLength(2);
    for (const [entry] of entries) {
      for (const name of ['id', 'title', 'updated', 'published', 'summary', 'link'])
        expect(texts(entry, name)).toHaveLength(1);
    }
  });

  it('links itself and the site', () => {
    const { feed } = read(render().html);
    const links = DomUtils.getElementsByTagName('link', feed.children, false).map(({ attribs }) => [
      attribs['rel'],
      attribs['href'],
    ]);
    expect(links).toEqual([
      ['alternate', 'https://health.example/'],
      ['self', 'https://health.example/feed.atom'],
    ]);
  });

  it('keeps the id of a guide through a change of title and address', () => {
    const ids = [sampleFeedEntry, { ...sampleFeedEntry, title: 'Renamed', path: '/guides/renamed' }].map((entry) => {
      const { entries, texts } = read(render([entry]).html);
      return texts(entries[0]![0], 'id');
    });
    expect(ids[0]).toEqual([`urn:uuid:${sampleFeedEntry.id}`]);
    expect(ids[1]).toEqual(ids[0]);
  });

  it('dates an entry by its text and keeps its first publication', () => {
    const { entries, texts } = read(render().html);
    expect(texts(entries[0]![0], 'updated')).toEqual([sampleFeedEntry.modifiedAt]);
    expect(texts(entries[0]![0], 'published')).toEqual([sampleFeedEntry.publishedAt]);
  });

  it('stands without entries, with the date it is given', () => {
    expect(render([])).toEqual(render([]));
    expect(read(render([]).html).texts(read(render([]).html).feed, 'updated')).toEqual([updatedAt]);
  });
});
