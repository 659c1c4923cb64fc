extension UInt8 {
    /// The two hexadecimal digits, in lower case.
    var hex: String { String(self >> 4, radix: 16) + String(self & 15, radix: 16) }
}
