import { describe, expect, it } from '@jest/globals';
import { sampleContent } from '../../test/support/sample-content.js';
import type { Reference } from './content.js';
import { rendererVersion, renderMarkdown, renderVersionHtml } from './markdown.js';

const reference = (id: string): Reference => ({ id, title: id, authors: 'Roe J', source: 'Example', year: 2024 });
const references = [reference('roe'), reference('poe-2')];
const html = (markdown: string): string => renderMarkdown(markdown, { references });
const digest = 'a1'.repeat(32);

describe('Markdown on a page', () => {
  it('is CommonMark with tables', () => {
    expect(html('Plain *em* **strong** `code`\n\n- one\n- two\n\n3. three')).toBe(
      '<p>Plain <em>em</em> <strong>strong</strong> <code>code</code></p>\n' +
        '<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n<ol start="3">\n<li>three</li>\n</ol>',
    );
    expect(html('|a|b|\n|-|-:|\n|1|2|')).toBe(
      '<table>\n<thead>\n<tr>\n<th>a</th>\n<th class="align-right">b</th>\n</tr>\n</thead>\n' +
        '<tbody>\n<tr>\n<td>1</td>\n<td class="align-right">2</td>\n</tr>\n</tbody>\n</table>',
    );
  });

  it('begins its headings at the third level, under title and section', () => {
    expect(html('# a\n\n## b\n\n### c\n\n#### d\n\ne\n===')).toBe(
      '<h3>a</h3>\n<h3>b</h3>\n<h3>c</h3>\n<h4>d</h4>\n<h3>e</h3>',
    );
  });

  it('numbers citations in the order of the list of references, each with an anchor of its own', () => {
    expect(html('A.[^poe-2] B.[^roe][^poe-2]')).toBe(
      '<p>A.<sup class="cite"><a href="#ref-poe-2" id="cite-poe-2">[2]</a></sup> ' +
        'B.<sup class="cite"><a href="#ref-roe" id="cite-roe">[1]</a></sup>' +
        '<sup class="cite"><a href="#ref-poe-2" id="cite-poe-2--2">[2]</a></sup></p>',
    );
  });

  it('leaves a citation of no reference as it was written, even where a definition would make it a link', () => {
    expect(html('A.[^moe] [^constructor]\n\n[^moe]: https://a.example/')).toBe('<p>A.[^moe] [^constructor]</p>');
  });

  it('never puts a link inside a link, and does not cite in code', () => {
    expect(html('[see [^roe]](https://a.example/)')).toMatch(
      /^<p>\[see <sup class="cite"><a [^>]*>\[1\]<\/a><\/sup>\]\(/,
    );
    expect(html('`[^roe]`')).toBe('<p><code>[^roe]</code></p>');
  });

  it('keeps links to the web and inside the page, and marks those that leave', () => {
    expect(html('[a](https://a.example/?b=1&c=2 "title")')).toBe(
      '<p><a href="https://a.example/?b=1&amp;c=2" rel="noopener">a</a></p>',
    );
    expect(html('<mailto:desk@a.example>')).toContain('href="mailto:desk@a.example"');
    expect(html('[costs](#costs)')).toBe('<p><a href="#costs">costs</a></p>');
  });

  it('leaves guides and images open until the page is rendered', () => {
    expect(html('[*Hair* loss](guide:0190a3b4-7c1e)')).toBe(
      '<p><a data-guide="0190a3b4-7c1e"><em>Hair</em> loss</a></p>',
    );
    expect(html(`![A "scalp" <b>](image:${digest})`)).toBe(
      `<p><img data-image="${digest}" alt="A &quot;scalp&quot; &lt;b&gt;" /></p>`,
    );
  });

  it('drops images from elsewhere', () => {
    expect(html('a ![b](https://a.example/p.png) c ![d](data:image/png;base64,AAAA)![e](image:../x)')).toBe(
      '<p>a  c </p>',
    );
  });
});

describe('a version as HTML', () => {
  it('holds every text, with citation anchors that differ over the whole page', () => {
    const content = sampleContent();
    content.faq.entries.push({ question: 'Is it <safe>?', answer: '# Yes\n\nMostly.[^roe-2024]' });
    const version = renderVersionHtml(content);
    expect(rendererVersion).toBe(2);
    expect(version.sections.map(({ key, heading }) => [key, heading])).toEqual([
      ['procedure', 'How it is done'],
      ['recovery', 'Recovery'],
    ]);
    expect(version.faq[1]).toEqual({
      question: 'Is it <safe>?',
      html: '<h4>Yes</h4>\n<p>Mostly.<sup class="cite"><a href="#ref-roe-2024" id="cite-roe-2024--3">[1]</a></sup></p>',
    });
    expect(version.disclosuresHtml).toBe('<p>None declared.</p>');
    const ids = [...JSON.stringify(version).matchAll(/id=\\"([^\\]+)/g)].map((match) => match[1]);
    expect(ids).toEqual(['cite-roe-2024', 'cite-roe-2024--2', 'cite-roe-2024--3']);
    expect(version.citations).toEqual([{ reference: 'roe-2024', anchors: ids }]);
  });

  it('says which guides and images it waits for', () => {
    const content = sampleContent();
    const guide = '01890a5d-ac96-774b-bcce-b302099a8057';
    content.faq.entries.push({ question: 'And then?', answer: `[More](guide:${guide}) ![Skin](image:${digest})` });
    expect(renderVersionHtml(content)).toMatchObject({ guides: [guide], images: [digest] });
  });

  it('is the same for the same content', () => {
    expect(renderVersionHtml(sampleContent())).toEqual(renderVersionHtml(sampleContent()));
  });
});
