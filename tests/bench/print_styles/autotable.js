// A print by jsPDF with autotable: node autotable.js SHEET.json OUT.pdf
const fs = require("fs");
const { jsPDF } = require("jspdf");
const { autoTable } = require("jspdf-autotable");
const told = JSON.parse(fs.readFileSync(process.argv[2], "utf-8"));
const { style, pads, margin } = told;
const PT = 25.4 / 72;
const sizes = { title: 7, heading: 4, area: 2 };
const places = { title: "center", office: "center", caption: "right" };
const pdf = new jsPDF({ orientation: style.paper, unit: "mm", format: "a4" });
for (const [name, weight] of [["regular", "normal"], ["bold", "bold"]]) {
  pdf.addFileToVFS(`${name}.ttf`, fs.readFileSync(told.fonts[name]).toString("base64"));
  pdf.addFont(`${name}.ttf`, "body", weight);
}
const inner = told.paper[0] - 2 * margin;
let y = margin;

const cell = (c) => ({
  content: c.lines.join("\n"), rowSpan: c.row_span, colSpan: c.col_span,
  styles: {
    halign: c.align, valign: c.valign, fontStyle: c.bold ? "bold" : "normal",
    fillColor: c.fill || false,
    lineWidth: { top: c.top * PT, bottom: c.bottom * PT, left: c.left * PT, right: c.right * PT },
  },
});

for (const b of told.blocks) {
  if (b.kind === "page") { pdf.addPage(); y = margin; continue; }
  if (b.table) {
    const head = b.table.header.map((r) => r.filter(Boolean).map(cell));
    const body = b.table.body.map((r) => r.filter(Boolean).map(cell));
    autoTable(pdf, {
      head, body, startY: y, theme: "plain", showHead: style.repeat_header ? "everyPage" : "firstPage",
      rowPageBreak: style.whole_rows ? "avoid" : "auto",
      margin: { top: margin, bottom: margin, left: margin, right: margin },
      styles: {
        font: "body", fontSize: style.size, lineColor: 0, textColor: 0, overflow: "linebreak",
        cellPadding: { vertical: pads.above * PT, horizontal: pads.beside * PT },
      },
      columnStyles: Object.fromEntries(b.table.widths.map((w, i) => [i, { cellWidth: (w / 100) * inner }])),
    });
    y = pdf.lastAutoTable.finalY + 6;
    continue;
  }
  const size = style.size + (sizes[b.kind] || 1);
  const place = places[b.kind] || "left";
  if (y > told.paper[1] - margin - 25) { pdf.addPage(); y = margin; }
  pdf.setFont("body", sizes[b.kind] ? "bold" : "normal").setFontSize(size);
  const lines = pdf.splitTextToSize(b.text, inner);
  const x = { left: margin, center: told.paper[0] / 2, right: told.paper[0] - margin }[place];
  pdf.text(lines, x, y + size * PT, { align: place });
  y += lines.length * size * PT * 1.3 + 3;
}
const pages = pdf.getNumberOfPages();
for (let n = 1; n <= pages; n++) {
  pdf.setPage(n).setFont("body", "normal").setFontSize(8);
  pdf.text(`- ${n} -`, told.paper[0] / 2, told.paper[1] - 9, { align: "center" });
}
fs.writeFileSync(process.argv[3], Buffer.from(pdf.output("arraybuffer")));
