// A print by pdfmake: node pdfmake.js SHEET.json OUT.pdf
const fs = require("fs");
const pdfmake = require("pdfmake");
const told = JSON.parse(fs.readFileSync(process.argv[2], "utf-8"));
const { style, pads } = told;
const MM = 72 / 25.4;
const whole = style.whole_rows || style.valign === "middle";
const sizes = { title: 7, heading: 4, area: 2 };
const places = { title: "center", office: "center", caption: "right" };
const heads = ["title", "heading", "area"];

const line = (text, hang) => {
  const bare = text.trimStart();
  const indent = (text.length - bare.length) * style.size * 0.28;
  const em = hang ? style.size * 0.9 : 0;
  return { text: bare, margin: [indent + em, 0, 0, 0], leadingIndent: -em };
};

const cell = (c) => ({
  stack: c.lines.length ? c.lines.map((x) => line(x, c.kind === "achievements" && told.hang)) : [""],
  alignment: c.align,
  // Where rows break over pages pdfmake loses what does not stand at the top.
  verticalAlignment: whole && c.row_span === 1 ? c.valign : "top",
  bold: c.bold,
  fillColor: c.fill || undefined,
  rowSpan: c.row_span,
  colSpan: c.col_span,
  border: [c.left > 0, c.top > 0, c.right > 0, c.bottom > 0],
});

const table = (t) => {
  const rows = [...t.header, ...t.body];
  // A place under a merged label needs its label's sides for the parts on later rows.
  const owner = rows.map((r) => r.map(() => null));
  rows.forEach((row, r) => row.forEach((c, at) => {
    if (!c) return;
    for (let i = 0; i < c.row_span; i++) for (let j = 0; j < c.col_span; j++) owner[r + i][at + j] = c;
  }));
  const body = rows.map((row, r) => row.map((c, at) => (c ? cell(c) : { text: "", border: [
    owner[r][at].left > 0, false, owner[r][at].right > 0, false] })));
  const inner = (told.paper[0] - 2 * told.margin) * MM - t.widths.length * 2 * pads.beside;
  return {
    fontSize: style.size,
    margin: [0, 4, 0, 10],
    table: {
      headerRows: style.repeat_header ? 1 : 0,
      dontBreakRows: whole,
      widths: t.widths.map((w) => (w / 100) * (inner + t.widths.length * 2 * pads.beside) - 2 * pads.beside),
      body,
    },
    layout: {
      hLineWidth: () => 0.5, vLineWidth: () => 0.5,
      paddingLeft: () => pads.beside, paddingRight: () => pads.beside,
      paddingTop: () => pads.above, paddingBottom: () => pads.above,
    },
  };
};

const content = [];
let turn = false;
for (const b of told.blocks) {
  if (b.kind === "page") { turn = true; continue; }
  const made = b.table ? table(b.table) : {
    text: b.text, fontSize: style.size + (sizes[b.kind] || 1), bold: heads.includes(b.kind),
    alignment: places[b.kind] || "left", margin: [0, 4, 0, 4] };
  if (turn) { made.pageBreak = "before"; turn = false; }
  content.push(made);
}
const m = told.margin * MM;
const definition = {
  pageSize: "A4", pageOrientation: style.paper, pageMargins: [m, m, m, m], content,
  defaultStyle: { font: "Body", fontSize: style.size, lineHeight: 1.15 },
  footer: (page) => ({ text: `- ${page} -`, alignment: "center", fontSize: 8, margin: [0, 14, 0, 0] }),
};
pdfmake.setFonts({ Body: { normal: told.fonts.regular, bold: told.fonts.bold } });
if (pdfmake.setLocalAccessPolicy) pdfmake.setLocalAccessPolicy(() => true);
pdfmake.createPdf(definition).write(process.argv[3]).catch((e) => { console.error(e); process.exit(1); });
