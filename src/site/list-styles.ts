/** Of the lists around the guides: links in a row, and a link in the small print of an entry. */
export const listStyles = `
.links ul{display:flex;flex-wrap:wrap;gap:.1rem 1.25rem;list-style:none;margin:0;padding:0}
.links li{margin:0}
.links a{display:inline-block;min-height:24px}
.site .links a{font:.9375rem/1.6 var(--sans)}
.foot .links{margin-bottom:1rem}
.listing .meta a{font:inherit}
@media print{.links{display:none}}`;
