import FoundryFoundation
import FoundryJSON
import FoundrySystem

extension [UInt8] {
    /// Base64 in the URL-safe alphabet, without padding.
    var base64URL: String {
        Data(self).base64EncodedString().replacing("+", with: "-")
            .replacing("/", with: "_").replacing("=", with: "")
    }
}

extension [String] {
    var json: JSON { JSON(map { JSON($0) }) }
}

extension Sequence<UInt8> {
    /// Returns whether two runs of ASCII are equal, ignoring the case of letters.
    func elementsEqualIgnoringCase(_ other: some Sequence<UInt8>) -> Bool {
        elementsEqual(other) { one, two in
            one == two || (one | 0x20 == two | 0x20 && (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(one | 0x20))
        }
    }
}

extension String {
    /// Returns whether the text contains another, ignoring case.
    func contains(ignoringCase other: String) -> Bool {
        let found = utf8.withContiguousStorageIfAvailable { text in
            other.utf8.withContiguousStorageIfAvailable { part in String.asciiText(text, contains: part) } ?? nil
        }
        return (found ?? nil) ?? lowercased().contains(other.lowercased())
    }

    /// Searches ASCII text, as most text is; returns nil if one of the two isn't.
    private static func asciiText(
        _ text: UnsafeBufferPointer<UInt8>, contains part: UnsafeBufferPointer<UInt8>
    ) -> Bool? {
        guard text.allSatisfy({ $0 < 0x80 }), part.allSatisfy({ $0 < 0x80 }) else { return nil }
        guard part.count <= text.count else { return false }
        return (0...(text.count - part.count)).contains { start in
            text[start..<(start + part.count)].elementsEqualIgnoringCase(part)
        }
    }
}

extension StringProtocol {
    /// The text without the spaces and tabs at its ends, the only white space that HTTP and the fault syntax know.
    var trimmingBlanks: SubSequence {
        var rest = drop { $0 == " " || $0 == "\t" }
        while let last = rest.last, last == " " || last == "\t" { rest = rest.dropLast() }
        return rest
    }
}

/// Returns ten to a power, which not every platform's Foundation has.
func exp10(_ exponent: Double) -> Double { pow(10, exponent) }

extension Double {
    /// Returns the number rounded to `digits` digits after the decimal point.
    func rounded(digits: Int) -> Double {
        let scale = pow(10, Double(digits))
        return (self * scale).rounded() / scale
    }

    /// Returns the number rounded to `digits` significant digits, exactly as its decimal text reads.
    func significant(_ digits: Int) -> Double {
        guard self != 0, isFinite else { return self }
        return Double(String(cFormat: "%.\(digits - 1)e", self)) ?? self
    }
}
