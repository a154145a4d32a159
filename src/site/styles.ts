import { createHash } from 'node:crypto';
import { formStyles } from './form-styles.js';
import { guideStyles } from './guide-styles.js';
import { printStyles } from './print-styles.js';
import { customProperties } from './tokens.js';
import type { TokensView } from './view-models.js';

const base = `
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%;scroll-padding-top:1.25rem}
body{margin:0;background:var(--paper);color:var(--ink);font:1.125rem/1.65 var(--text);overflow-wrap:break-word}
a{color:var(--link);text-underline-offset:.16em;text-decoration-thickness:.06em}
a:hover{text-decoration-thickness:.13em}
:focus-visible{outline:3px solid var(--link);outline-offset:3px;border-radius:2px}
h1,h2,h3{font-family:var(--ui);line-height:1.25;text-wrap:balance}
h1{font-size:clamp(1.5rem,1.1rem + 2vw,2.375rem);line-height:1.16;letter-spacing:-.022em;font-weight:700;hyphens:auto;margin:.6rem 0 1rem}
h2{font-size:1.5rem;letter-spacing:-.012em;font-weight:650;margin:3rem 0 .75rem}
h3{font-size:1.125rem;font-weight:650;margin:1.9rem 0 .35rem}
p,ul,ol{margin:0 0 1.05rem}
p,li{text-wrap:pretty}
ul,ol{padding-left:1.4rem}
li{margin-bottom:.35rem}
li::marker{color:var(--soft)}
time{font-variant-numeric:tabular-nums;white-space:nowrap}
img{max-width:100%;height:auto}
figure{margin:1.75rem 0}
figcaption{color:var(--soft);font:.875rem/1.5 var(--ui)}
blockquote{margin:1.5rem 0;padding-left:1.1rem;border-left:3px solid var(--line);color:var(--soft)}
table{display:block;max-width:100%;overflow-x:auto;border-collapse:collapse;font:.9375rem/1.5 var(--ui);font-variant-numeric:tabular-nums;margin:1.75rem 0}
th,td{padding:.6rem 1.25rem .6rem 0;border-bottom:1px solid var(--line);text-align:left;vertical-align:top}
th{font-weight:650}
thead th{border-bottom:2px solid var(--soft)}
.align-right{text-align:right}.align-center{text-align:center}
sup{line-height:0;font:.7em var(--ui)}
sup a{text-decoration:none;padding:.3em .15em}
:target{background:var(--warn);box-shadow:0 0 0 .3rem var(--warn);border-radius:1px}
hr{border:0;border-top:1px solid var(--line);margin:2rem 0}
.skip{position:absolute;left:-999rem}
.skip:focus{left:1rem;top:.5rem;padding:.5rem 1rem;background:var(--paper);z-index:1}`;

const frame = `
.site,.foot,main{max-width:68rem;margin:0 auto;padding:0 clamp(1rem,4vw,2rem)}
.site{font:.9375rem/1.5 var(--ui);display:flex;flex-wrap:wrap;align-items:center;gap:.25rem 1.5rem;padding-top:.8rem;padding-bottom:.8rem}
.site>a{display:inline-flex;align-items:center;gap:.6rem;min-height:32px;margin-right:auto;color:var(--ink);font-size:1.0625rem;font-weight:700;letter-spacing:-.01em;text-decoration:none}
.site>a:hover,.links a:hover{text-decoration:underline}
.site img{flex:none;border-radius:calc(var(--radius)/1.5)}
.links ul{display:flex;flex-wrap:wrap;gap:0 1.25rem;margin:0;padding:0;list-style:none}
.links li{margin:0}
.links a{display:inline-block;padding:.25rem 0;color:var(--soft);text-decoration:none}
body>header{border-bottom:1px solid var(--line)}
main{padding-top:1.5rem;padding-bottom:4rem}
body>footer{border-top:1px solid var(--line);background:var(--raised);font:.9375rem/1.6 var(--ui)}
.foot{padding-top:1.75rem;padding-bottom:2.5rem}
.foot .links{margin-bottom:1rem}
.foot p{max-width:46rem;margin:0 0 .5rem;color:var(--soft)}
.foot a{display:inline-block;min-height:24px}
.reading{max-width:var(--measure)}
.reading>h1:first-child{margin-top:1rem}
.crumbs{font:.9375rem/1.5 var(--ui)}
.crumbs ol{display:flex;flex-wrap:wrap;margin:0;padding:0;list-style:none}
.crumbs li{margin:0}
.crumbs li+li::before{content:"/";padding:0 .5rem;color:var(--soft)}
.crumbs a{display:inline-block;min-height:24px;text-decoration:none}
.crumbs a:hover{text-decoration:underline}
.meta{color:var(--soft);font:.9375rem/1.6 var(--ui);margin:0 0 .2rem}
.meta strong{color:var(--ink);font-weight:650}
.meta+h2{margin-top:2rem}
.lead{font-size:1.25rem;line-height:1.55;margin:1.5rem 0 2rem}
.lead p:last-child{margin-bottom:0}
.small{font:.9375rem/1.6 var(--ui)}
.small h2{font-size:1.25rem;margin-top:2.75rem}
.plain{padding-left:1.2rem}
.own{display:inline-block;min-height:24px}
.listing{list-style:none;padding:0}
.listing>li{padding:1.1rem 0;border-top:1px solid var(--line);margin:0}
.listing a{display:inline-block;min-height:24px;font:600 1.125rem/1.4 var(--ui)}
.listing p{margin:.25rem 0 0}
.listing .meta a{font:inherit}
.cards{list-style:none;padding:0;margin:1rem 0 1.5rem;display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,15rem),1fr));gap:.75rem;font:.9375rem/1.5 var(--ui)}
.cards>li{position:relative;margin:0;padding:.9rem 1.1rem;border:1px solid var(--line);border-radius:var(--radius);background:var(--raised);color:var(--soft)}
.cards>li:hover{border-color:var(--link)}
.cards a{font-weight:600;text-decoration:none}
.cards>li>a:first-child::after{content:"";position:absolute;inset:0}
.card{margin:1rem 0;padding:1rem 1.25rem;border:1px solid var(--line);border-radius:var(--radius);background:var(--raised)}
.card>:first-child{margin-top:0}.card>:last-child{margin-bottom:0}
.card h3{margin:0 0 .5rem}
.facts{margin:0}
.facts>div{display:grid;grid-template-columns:minmax(5.5rem,auto) 1fr;gap:0 1rem;padding:.2rem 0}
.facts dt{color:var(--soft);font:inherit}
.facts dd{margin:0}
.prose h2{margin-top:2.5rem}
.prose>p:first-of-type{font-size:1.1875rem}
.notice{background:var(--warn);color:var(--warn-ink);border:1px solid var(--warn-line);border-left-width:6px;border-radius:var(--radius);padding:.9rem 1.1rem;font:1rem/1.55 var(--ui);margin:1.25rem 0}
.notice p{margin:0}
.notice a{color:inherit}
mark{background:var(--warn);color:var(--warn-ink);border-radius:2px;padding:0 .1em}`;

const compare = `
.pair>div{min-width:0}.pair mark{font:600 .875rem/1.4 var(--ui);padding:.1em .4em}
.differs{border-left:4px solid var(--warn-line);padding-left:1rem}
@media (min-width:56rem){.pair{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1fr);column-gap:2.5rem}.pair>h2{grid-column:1/-1}}`;

/** A style sheet as every page carries it inline, with the CSP source expression that admits it. */
export interface StyleSheet {
  css: string;
  hash: string;
}

function styleSheet(tokens: TokensView | undefined): StyleSheet {
  const rules = [customProperties(tokens), base, frame, guideStyles, formStyles, compare, printStyles];
  const css = rules.join('').replaceAll('\n', '');
  return { css, hash: `'sha256-${createHash('sha256').update(css).digest('base64')}'` };
}

const own = styleSheet(undefined);
const sheets = new WeakMap<TokensView, StyleSheet>();

/** The style sheet with a publisher's tokens; made once for each set of them. */
export function stylesWith(tokens: TokensView | undefined): StyleSheet {
  if (!tokens) return own;
  const known = sheets.get(tokens);
  if (known) return known;
  const made = styleSheet(tokens);
  sheets.set(tokens, made);
  return made;
}

/** The style sheet of a publisher without tokens, and its source expression. */
export const { css: styles, hash: stylesHash } = own;
