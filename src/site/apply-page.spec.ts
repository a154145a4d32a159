import { describe, expect, it } from '@jest/globals';
import { DomUtils, parseDocument } from 'htmlparser2';
import { renderApplyPage } from './apply-page.js';
import { samplePublisher as publisher } from './sample-views.js';

const specialties = [
  { slug: 'dermatology', name: 'Dermatology', practitioner: 'dermatologist' },
  { slug: 'plastic-surgery', name: 'Plastic surgery', practitioner: 'plastic surgeon' },
];
const page = renderApplyPage({ publisher, specialties });
const document = parseDocument(page.html);
const byTag = (...names: string[]) => DomUtils.filter((node) => 'name' in node && names.includes(node.name), document);
const elements = (...names: string[]) => byTag(...names).flatMap((node) => ('attribs' in node ? [node] : []));
const controls = elements('input', 'select', 'textarea');
const applyForm = DomUtils.getElementById('apply', document.children)!;
const control = (name: string) =>
  DomUtils.findOne((element) => element.attribs['name'] === name, applyForm.children)!.attribs;

describe('the page where physicians apply', () => {
  it('says first whom it is for, and where an NPI is to be had', () => {
    const first = DomUtils.innerText(elements('p')[0]!);
    expect(first).toMatch(/^US physicians with an NPI /);
    expect(first).toContain('free of charge at nppes.cms.hhs.gov');
  });

  it('asks for the fields of the API and no others', () => {
    const names = DomUtils.filter((node) => 'attribs' in node && 'name' in node.attribs, applyForm.children);
    expect(names.map((node) => ('attribs' in node ? node.attribs['name'] : ''))).toEqual(
      (
        'npi givenName familyName credential email phone state licenseNumber licenseExpiresOn specialty ' +
        'practiceName practiceSite certification consent attestedName website'
      ).split(' '),
    );
  });

  it('gives each control one label and a hint that exists, and each id to one element', () => {
    const ids = DomUtils.filter((node) => 'attribs' in node && 'id' in node.attribs, document).map((node) =>
      'attribs' in node ? node.attribs['id'] : '',
    );
    expect(new Set(ids).size).toBe(ids.length);
    const labels = elements('label').map((label) => label.attribs['for']);
    for (const { attribs } of controls) {
      expect(labels.filter((id) => id === attribs['id'])).toHaveLength(1);
      if (attribs['aria-describedby']) expect(ids).toContain(attribs['aria-describedby']);
    }
  });

  it('lets browsers fill in what they know', () => {
    expect(control('givenName')['autocomplete']).toBe('given-name');
    expect(control('email')).toMatchObject({ autocomplete: 'email', type: 'email' });
    expect(control('phone')).toMatchObject({ autocomplete: 'tel', type: 'tel' });
    expect(control('licenseExpiresOn')['type']).toBe('date');
    expect(page.html).toMatch(/<input id="apply-npi"[^>]*inputmode="numeric"/i);
  });

  it('requires all but the site of the practice and the certification', () => {
    const free = controls.filter(({ attribs }) => !('required' in attribs)).map(({ attribs }) => attribs['name']);
    expect(free).toEqual(['practiceSite', 'certification', 'website']);
  });

  it('offers the specialties by slug and the states by their two letters, none chosen', () => {
    const options = elements('option').map(({ attribs }) => attribs['value']);
    expect(options).toEqual(expect.arrayContaining(['dermatology', 'plastic-surgery', 'CA', 'DC', 'PR']));
    expect(options.filter((value) => /^[A-Z]{2}$/.test(value ?? ''))).toHaveLength(55);
    expect(options.filter((value) => value === '')).toHaveLength(2);
    expect(page.html).not.toMatch(/<option[^>]*selected/);
  });

  it('keeps its trap from people and from assistive technology', () => {
    const trap = control('website');
    expect(trap).toMatchObject({ tabindex: '-1', autocomplete: 'off' });
    expect(page.html).toMatch(/<div class="trap" aria-hidden="true">.*?name="website".*?<\/div>/s);
    expect(page.html).toContain('.trap{position:absolute;left:-999rem}');
  });

  it('has a place for what the API says, and a word for browsers without scripts', () => {
    expect(page.html).toMatch(/<form id="apply".*?role="alert".*?<\/form>/s);
    const noscript = DomUtils.innerText(elements('noscript')[0]!);
    expect(noscript).toContain('needs scripts for its proof of work');
    expect(noscript).toContain('editors@health.example');
  });

  it('may be found and kept, and asks for the link again by address alone', () => {
    expect(page.headers).not.toHaveProperty('x-robots-tag');
    expect(page.html).toContain('<link rel="canonical" href="https://health.example/apply"');
    expect(page.html).toMatch(/<form id="again"(?:(?!<\/form>).)*name="email"/s);
  });
});
