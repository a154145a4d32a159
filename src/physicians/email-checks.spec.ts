import { describe, expect, it } from '@jest/globals';
import { askedDomain, checkEmail, checkMailDomain, isDisposableMail, isFreeMail } from './email-checks.js';

const outcome = (email: string, practiceSite = 'https://www.derm.example/team') =>
  checkEmail({ email, practiceSite }).outcome;

describe('V13, the mail address', () => {
  it.each([
    ['at the site of the practice', 'marisol@derm.example'],
    ['in other capitals', 'Marisol@DERM.Example'],
    ['at a name below the site', 'marisol@mail.derm.example'],
  ])('passes %s', (_where, email) => expect(outcome(email)).toBe('pass'));

  it('passes at the name above the site', () => {
    expect(outcome('marisol@hospital.example', 'https://skin.hospital.example')).toBe('pass');
  });

  it.each([
    ['at a free service', 'marisol@gmail.com', 'https://derm.example'],
    ['at a free service that is said to be the practice', 'marisol@gmail.com', 'https://gmail.com'],
    ['at another name', 'marisol@skin.example', 'https://derm.example'],
    ['at a name that only ends alike', 'marisol@notderm.example', 'https://derm.example'],
    ['at the bare ending of the site', 'marisol@example', 'https://derm.example'],
    ['when no site was declared', 'marisol@derm.example', ''],
    ['when the site is not readable', 'marisol@derm.example', 'derm example'],
  ])('is for a person to judge %s', (_where, email, site) => expect(outcome(email, site)).toBe('review'));

  it.each([
    ['at a service of throw-away addresses', 'marisol@mailinator.com'],
    ['at a name below one', 'marisol@anything.mailinator.com'],
    ['in other capitals', 'marisol@MAILINATOR.com'],
    ['with a dot at the end', 'marisol@mailinator.com.'],
    ['that only looks like the practice’s', 'derm.example@mailinator.com'],
    ['without a domain', 'marisol'],
    ['with nothing behind the sign', 'marisol@'],
  ])('fails %s', (_where, email) => expect(outcome(email)).toBe('fail'));

  it('fails at a service of throw-away addresses even if that is said to be the practice', () => {
    expect(outcome('marisol@mailinator.com', 'https://mailinator.com')).toBe('fail');
  });

  it.each([
    ['at the practice', 'marisol@derm.example', 'derm.example'],
    ['elsewhere', 'marisol@Skin.Example.', 'skin.example'],
    ['of another script', 'marisol@häut.example', 'xn--hut-qla.example'],
    ['at a free service, whom everybody knows', 'marisol@gmail.com', null],
    ['at a service of throw-away addresses', 'marisol@mailinator.com', null],
    ['that can be no domain', 'marisol@a b.example', ''],
  ])('asks whether a domain takes mail %s', (_where, email, domain) => {
    expect(askedDomain({ email, practiceSite: 'https://derm.example' })).toBe(domain);
  });

  it.each([
    ['marisol@derm.example', true, 'pass'],
    ['marisol@skin.example', true, 'review'],
    ['marisol@derm.example', false, 'fail'],
    ['marisol@skin.example', false, 'fail'],
  ])('of %s, whose domain takes mail: %p, is a %s', (email, takesMail, expected) => {
    const because = takesMail ? 'takes its mail itself' : 'says that it takes no mail';
    const found = checkMailDomain({ email, practiceSite: 'https://derm.example' }, { takesMail, because });
    expect([found.outcome, found.reasons.at(-1)]).toEqual([expected, `${email.split('@')[1]} ${because}.`]);
  });

  it('tells free services and services of throw-away addresses apart', () => {
    expect([isFreeMail('a@gmail.com'), isDisposableMail('a@gmail.com')]).toEqual([true, false]);
    expect([isFreeMail('a@mailinator.com'), isDisposableMail('a@mailinator.com')]).toEqual([false, true]);
    expect([isFreeMail('a@derm.example'), isDisposableMail('a@derm.example')]).toEqual([false, false]);
  });
});
