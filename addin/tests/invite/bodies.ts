/** A block as the backend makes it. */
export function invite(
  id: string,
  link = "https://vard.example/m/codecodecodecodecode01",
  service = "Skyddat Pexip-möte",
): string {
  return `<table data-vardmote="${id}" lang="sv" role="presentation" style="width:100%;max-width:640px;">
<tr><td style="padding:12px 0 4px 0;"><b>${service}</b></td></tr>
<tr><td>Videotjänst för möten där känsliga uppgifter hanteras.</td></tr>
<tr><td>Mötesdeltagare eller gäst:</td></tr>
<tr><td><a href="${link}"><b>Anslut till videomötet</b></a></td></tr>
<tr><td><span lang="sv">Mötes-id: ${id}</span></td></tr>
</table>`;
}

/** The same block after Word's editor: attributes gone, its own classes, a wrapper, entities, broken lines. */
export function wordInvite(id: string): string {
  return `<table class=MsoNormalTable border=0 cellspacing=0 cellpadding=0 width="100%" style='width:100.0%;border-collapse:collapse'><tr style='mso-yfti-irow:0'><td style='padding:9.0pt 0cm 3.0pt 0cm'><p class=MsoNormal><b><span
style='font-size:15.0pt;font-family:"Segoe UI",sans-serif'>Skyddat Pexip-m&ouml;te<o:p></o:p></span></b></p></td></tr><tr><td><p class=MsoNormal>Videotj&auml;nst f&ouml;r m&ouml;ten d&auml;r
k&auml;nsliga uppgifter hanteras.<o:p></o:p></p></td></tr><tr><td><p class=MsoNormal>M&ouml;tesdeltagare
eller g&auml;st:<o:p></o:p></p></td></tr><tr><td><p class=MsoNormal><a href="https://vard.example/m/codecodecodecodecode01"><b>Anslut till
videom&ouml;tet</b></a><o:p></o:p></p></td></tr><tr><td><p class=MsoNormal><span class=SpellE><span lang=SV>M&ouml;tes-id</span></span><span lang=SV>:
${id}<o:p></o:p></span></p></td></tr></table>`;
}

/** Bodies as clients give them. */
export const BODIES: Readonly<Record<string, string>> = {
  empty: "",
  "blank, web":
    '<html><head>\r\n<meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head><body><div><br></div></body></html>',
  "plain paragraph": "<html><body><p>Välkommen! Ta med kallelsen.</p></body></html>",
  "new Outlook":
    '<html><head><style type="text/css" style="display:none;"> P {margin-top:0;margin-bottom:0;} </style></head><body dir="ltr"><div class="elementToProof" style="font-family: Aptos, sans-serif; font-size: 12pt;">Hej &amp; välkommen</div><div id="Signature"><p>Med vänlig hälsning</p></div></body></html>',
  "classic Word":
    '<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"><head><!--[if !mso]><style>v\\:* {behavior:url(#default#VML);}</style><![endif]--><style><!-- p.MsoNormal {margin:0cm;} --></style></head><body lang=SV link="#0563C1" style=\'word-wrap:break-word\'><div class=WordSection1><p class=MsoNormal>Text &ouml;ver<o:p></o:p></p><p class=MsoNormal><![if !supportEmptyParas]>&nbsp;<![endif]><o:p></o:p></p></div></body></html>',
  "a table of the user's":
    "<body><table class=MsoTableGrid><tr><td>Tid</td><td>Punkt</td></tr></table><p>Slut</p></body>",
  "odd quoting": "<body><p title='a > b' data-x=\"1 > 0\">2 < 3 och <b>fet</p></b></body>",
  "uppercase tags": "<HTML><BODY><P>Hej</P></BODY></HTML>",
  "no body tag": "<p>Hej</p><p>Text under</p>",
  "unclosed table": "<body><p>Hej</p><table><tr><td>öppen</body>",
  "emoji and combining letters": "<body><p>Mo\u0308te 👩‍⚕️ kl. 8</p></body>",
};
