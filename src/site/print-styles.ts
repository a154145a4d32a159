/** On paper: the text, its sources with their addresses, the dates; nothing to press. `:not(#_)` outdoes the rules of the search form. */
export const printStyles = `
@media print{:root{color-scheme:light;--paper:#fff;--raised:#fff;--ink:#000;--soft:#333;--line:#999;--link:#000;--warn:#fff;--warn-ink:#000;--warn-line:#000}
@page{margin:2cm 1.8cm}
body{font-size:10.5pt;line-height:1.5}
h1{font-size:20pt}h2{font-size:13pt;margin-top:1.4em}.lead{font-size:11.5pt}.small,.meta,table,summary{font-size:9.5pt}
.skip,.toc,.crumbs,.links,form:not(#_),.small .back,.apply,.featured,.report,.related,summary::after{display:none}
.guide{display:block}.site,.foot,main,.reading,.guide{max-width:none;padding-left:0;padding-right:0}
main{padding-top:.5rem;padding-bottom:1rem}body>footer{background:none}
a{text-decoration:none}.body .text a[href^=http]{text-decoration:underline}
.small ol a[href^=http]::after{content:" (" attr(href) ")";overflow-wrap:anywhere}
h2,h3,summary,.byline{break-after:avoid}.notice,.stale,.card,.caution,.small li,tr,figure,details{break-inside:avoid}
p,li{orphans:3;widows:3}table{display:table;width:100%}
details{border:0}details::details-content{content-visibility:visible;block-size:auto}}`;
