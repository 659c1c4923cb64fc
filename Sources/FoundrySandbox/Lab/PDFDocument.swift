/// A PDF document of lines of text on A4 pages (PDF 1.4, standard fonts, no compression).
struct PDFDocument {
    /// A line, which is wrapped if it is too long.
    struct Line {
        var text: String
        /// In points.
        var size: Int
        var bold: Bool

        init(_ text: String, size: Int = 10, bold: Bool = false) {
            self.text = text
            self.size = size
            self.bold = bold
        }
    }

    private static let (width, height, margin) = (595, 842, 56)

    var title: String
    var lines: [Line]

    var bytes: [UInt8] {
        let pages = pages()
        var objects: [[UInt8]] = [
            Array("<< /Type /Catalog /Pages 2 0 R >>".utf8),
            Array(
                ("<< /Type /Pages /Count \(pages.count) /Kids ["
                    + pages.indices.map { "\(6 + 2 * $0) 0 R" }.joined(separator: " ") + "] >>").utf8),
            font("Helvetica"), font("Helvetica-Bold"),
            Array("<< /Title ".utf8) + PDFDocument.string(title) + Array(" /Producer (Foundry sandbox) >>".utf8),
        ]
        for (index, content) in pages.enumerated() {
            let page =
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 \(PDFDocument.width) \(PDFDocument.height)] "
                + "/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> /Contents \(7 + 2 * index) 0 R >>"
            objects.append(Array(page.utf8))
            objects.append(
                Array("<< /Length \(content.count) >>\nstream\n".utf8) + content + Array("\nendstream".utf8))
        }
        return file(of: objects)
    }

    private func font(_ name: String) -> [UInt8] {
        Array("<< /Type /Font /Subtype /Type1 /BaseFont /\(name) /Encoding /WinAnsiEncoding >>".utf8)
    }

    /// Returns the objects one after the other, followed by the table of their offsets.
    private func file(of objects: [[UInt8]]) -> [UInt8] {
        // The second line marks the file as binary.
        var out = Array("%PDF-1.4\n%".utf8) + [0xE2, 0xE3, 0xCF, 0xD3, 0x0A]
        var offsets: [Int] = []
        for (index, object) in objects.enumerated() {
            offsets.append(out.count)
            out += Array("\(index + 1) 0 obj\n".utf8) + object + Array("\nendobj\n".utf8)
        }
        let start = out.count
        var table = "xref\n0 \(objects.count + 1)\n0000000000 65535 f \n"
        for offset in offsets {
            let digits = String(offset)
            table += String(repeating: "0", count: 10 - digits.count) + digits + " 00000 n \n"
        }
        table += "trailer\n<< /Size \(objects.count + 1) /Root 1 0 R /Info 5 0 R >>\nstartxref\n\(start)\n%%EOF\n"
        return out + Array(table.utf8)
    }

    /// Returns the drawing instructions of each page.
    private func pages() -> [[UInt8]] {
        var pages: [[UInt8]] = []
        var page: [UInt8] = []
        var y = PDFDocument.height - PDFDocument.margin
        for line in lines.flatMap(wrapped) {
            let step = line.size * 3 / 2
            if y - step < PDFDocument.margin {
                pages.append(page)
                (page, y) = ([], PDFDocument.height - PDFDocument.margin)
            }
            y -= step
            page += Array("BT /F\(line.bold ? 2 : 1) \(line.size) Tf \(PDFDocument.margin) \(y) Td ".utf8)
            page += PDFDocument.string(line.text) + Array(" Tj ET\n".utf8)
        }
        return pages + [page]
    }

    /// Returns a line as lines that fit the page. Helvetica's letters are about half as wide as they are high.
    private func wrapped(_ line: Line) -> [Line] {
        let limit = (PDFDocument.width - 2 * PDFDocument.margin) * 2 / line.size
        var out: [Line] = []
        var text = ""
        func finish() { out.append(Line(text, size: line.size, bold: line.bold)) }
        for (index, word) in line.text.split(separator: " ", omittingEmptySubsequences: false).enumerated() {
            let longer = index == 0 ? String(word) : text + " " + word
            if longer.count <= limit {
                text = longer
                continue
            }
            if !text.isEmpty { finish() }
            var rest = word
            while rest.count > limit {
                text = String(rest.prefix(limit))
                finish()
                rest = rest.dropFirst(limit)
            }
            text = String(rest)
        }
        finish()
        return out
    }

    /// Returns a text as a PDF string in the fonts' encoding. Characters outside of it become question marks.
    private static func string(_ text: String) -> [UInt8] {
        var out: [UInt8] = [UInt8(ascii: "(")]
        for scalar in text.unicodeScalars {
            switch scalar {
            case "(", ")", "\\": out += [UInt8(ascii: "\\"), UInt8(scalar.value)]
            case "–": out.append(0x96)
            case "—": out.append(0x97)
            case "’": out.append(0x92)
            case "€": out.append(0x80)
            case " "..."~": out.append(UInt8(scalar.value))
            case "\u{A0}"..."\u{FF}": out.append(UInt8(scalar.value))
            case "μ": out.append(0xB5)
            default: out.append(UInt8(ascii: "?"))
            }
        }
        return out + [UInt8(ascii: ")")]
    }
}
