/** The page of a guide, and lists of what a page holds wherever there are any. */
export const guideStyles = `
.byline{border-left:3px solid var(--link);padding:.1rem 0 .1rem 1rem}
.byline a{display:inline-block;min-height:24px}
.byline .reviewed{font-size:1rem}
.fact{display:inline-block}.dot{white-space:nowrap}
.stale{font:.9375rem/1.5 var(--ui);color:var(--warn-ink);border-left:4px solid var(--warn-line);padding:.15rem 0 .15rem .75rem;margin:1rem 0}
.stale:empty{display:none}
.stale[data-stale=banner]{background:var(--warn);border:1px solid var(--warn-line);border-left-width:6px;border-radius:var(--radius);padding:.9rem 1.1rem;font-size:1.0625rem;font-weight:650}
.text section:first-child>h2{margin-top:1.5rem}
.toc{font:.9375rem/1.45 var(--ui);margin:1.5rem 0}
.toc h2{font-size:.875rem;font-weight:650;margin:0 0 .4rem;letter-spacing:0;color:var(--soft)}
.toc ul{list-style:none;margin:0;padding:0}
.toc li{margin:0}
.toc a{display:block;padding:.28rem 0;text-decoration:none}
.toc a:hover{text-decoration:underline}
.reading .toc,.toc .folded{background:var(--raised);border:1px solid var(--line);border-radius:var(--radius);padding:.4rem 1.1rem}
.reading .toc{padding:1rem 1.25rem}
.reading .toc ul{columns:11rem}
.reading .toc li{break-inside:avoid}
.reading .toc a{display:inline-block}
.toc .beside{display:none}
.folded ul{padding-bottom:.5rem}
details{border-top:1px solid var(--line)}
details:last-of-type{border-bottom:1px solid var(--line)}
summary{display:flex;align-items:baseline;gap:1rem;justify-content:space-between;cursor:pointer;list-style:none;font:600 1.0625rem/1.4 var(--ui);padding:.85rem 0}
summary::-webkit-details-marker{display:none}
summary::after{content:"";flex:none;width:.5rem;height:.5rem;border:solid var(--soft);border-width:0 2px 2px 0;transform:translateY(-.2rem) rotate(45deg)}
[open]>summary::after{transform:translateY(.1rem) rotate(225deg)}
summary:hover{color:var(--link)}
details>div{padding:0 0 .5rem}
.toc details,.small details{border:0}
.toc summary,.small summary{font-size:.9375rem;padding:.5rem 0}
.small summary{justify-content:start;color:var(--link)}
.small ol{padding-left:2rem}
.small ol>li{margin-bottom:.6rem}
.small ol>li::marker{font-variant-numeric:tabular-nums}
.small .back{display:inline-block;min-width:24px;min-height:24px;text-align:center;text-decoration:none}
.dated{list-style:none;padding:0}
.dated>li{display:grid;grid-template-columns:9.5rem 1fr;gap:0 1rem;padding:.4rem 0;margin:0}
.dated time{color:var(--soft)}
.caution{margin-top:2.5rem;padding:1rem 1.25rem;border:1px solid var(--line);border-radius:var(--radius)}
.caution p:last-child{margin:0}
.report{margin-top:2rem}
.report a,.apply a{display:inline-block;min-height:24px}
.featured{margin-top:3rem;padding:1.1rem 1.25rem;border:1px dashed var(--soft);border-radius:var(--radius)}
.featured h2{margin:0 0 .5rem}
.featured li{margin:0}
.featured p:last-child{margin:0}
.apply{margin-top:1.25rem}
.guide{max-width:var(--measure)}
@media (max-width:30rem){.dated>li{grid-template-columns:1fr}}
@media (min-width:64rem){.guide{max-width:none;display:grid;grid-template-columns:minmax(0,var(--measure)) minmax(12rem,17rem);column-gap:clamp(2rem,6vw,5rem);justify-content:space-between;align-items:start}
.guide>*{grid-column:1}
.guide>.toc{grid-column:2;grid-row:1/span 2;position:sticky;top:2rem;margin:2.75rem 0 0;max-height:calc(100vh - 4rem);overflow:auto;scrollbar-width:thin}
.toc .folded{display:none}.toc .beside{display:block}
.beside h2{padding-left:1rem}
.beside a{padding:.28rem 0 .28rem 1rem;border-left:2px solid var(--line);color:var(--soft)}
.beside a:hover{color:var(--link)}
.beside a[aria-current]{border-color:var(--link);color:var(--ink)}}`;
