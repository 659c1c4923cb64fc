/// The destination of written text: memory that grows, or that is emptied each time it is full.
struct JSONOutput: ~Copyable {
    private var base: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    private var count = 0
    private let passOn: ((UnsafeRawBufferPointer) -> Void)?

    /// Creates an output.
    ///
    /// - Parameters:
    ///   - capacity: The number of bytes that there is room for at first.
    ///   - passOn: Receives the bytes each time there is no more room; nil for an output that keeps them all.
    init(capacity: Int, passOn: ((UnsafeRawBufferPointer) -> Void)? = nil) {
        self.capacity = max(capacity, 64)
        base = .allocate(capacity: self.capacity)
        self.passOn = passOn
    }

    deinit {
        base.deallocate()
    }

    /// Calls a closure with the bytes that were written and not yet passed on.
    func withBytes<Outcome>(_ body: (UnsafeBufferPointer<UInt8>) -> Outcome) -> Outcome {
        body(UnsafeBufferPointer(start: base, count: count))
    }

    /// Passes on what was written since the last time.
    mutating func flush() {
        guard let passOn, count > 0 else { return }
        passOn(UnsafeRawBufferPointer(start: base, count: count))
        count = 0
    }

    @inline(__always)
    private mutating func makeRoom(for more: Int) {
        if more > capacity - count { enlarge(by: more) }
    }

    @inline(never)
    private mutating func enlarge(by more: Int) {
        flush()
        guard more > capacity - count else { return }
        capacity = max(count + more, capacity * 2)
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
        larger.update(from: base, count: count)
        base.deallocate()
        base = larger
    }

    mutating func append(_ byte: UInt8) {
        makeRoom(for: 1)
        base[count] = byte
        count += 1
    }

    mutating func append(contentsOf more: UnsafeBufferPointer<UInt8>) {
        guard let source = more.baseAddress else { return }
        if let passOn, more.count > capacity - count {
            flush()
            // What would fill the memory anew isn't copied into it.
            if more.count >= capacity { return passOn(UnsafeRawBufferPointer(more)) }
        }
        makeRoom(for: more.count)
        (base + count).update(from: source, count: more.count)
        count += more.count
    }

    mutating func append(contentsOf text: StaticString) {
        append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Appends a text that needs no escape, such as that of a number.
    mutating func append(contentsOf text: String) {
        var text = text
        text.withUTF8 { append(contentsOf: $0) }
    }
}

extension JSONOutput {
    /// Appends a string with this content, which is UTF-8, escaping what must be.
    mutating func appendString(_ content: UnsafeBufferPointer<UInt8>) {
        append(UInt8(ascii: "\""))
        var at = 0
        while at < content.count {
            // By parts, so that the room is checked for once in each: an escape sequence is at most six times as long
            // as what it stands for. A little more, since eight bytes are copied at a time.
            let end = min(at + 4096, content.count)
            makeRoom(for: 6 * (end - at) + 32)
            while at < end {
                if at + 8 <= content.count, let source = content.baseAddress {
                    let word = SpecialBytes.word(at: source + at)
                    UnsafeMutableRawPointer(base + count).storeBytes(of: word.littleEndian, as: UInt64.self)
                    let special = SpecialBytes.specials(in: word) | (word & SpecialBytes.highs)
                    let plain = special == 0 ? 8 : special.trailingZeroBitCount / 8
                    at += plain
                    count += plain
                    if special == 0 { continue }
                } else if content[at] < 0x80, !SpecialBytes.isSpecial(content[at]) {
                    base[count] = content[at]
                    at += 1
                    count += 1
                    continue
                }
                if content[at] < 0x80 {
                    appendEscape(of: content[at])
                    at += 1
                } else if let (value, length) = InvisibleCharacter.at(at, in: content) {
                    InvisibleCharacter.appendEscape(of: value, to: &self)
                    at += length
                } else {
                    let length = content[at] < 0xE0 ? 2 : content[at] < 0xF0 ? 3 : 4
                    append(contentsOf: UnsafeBufferPointer(rebasing: content[at..<at + length]))
                    at += length
                }
            }
        }
        append(UInt8(ascii: "\""))
    }

    private mutating func appendEscape(of byte: UInt8) {
        append(UInt8(ascii: "\\"))
        switch byte {
        case 0x08: append(UInt8(ascii: "b"))
        case 0x09: append(UInt8(ascii: "t"))
        case 0x0A: append(UInt8(ascii: "n"))
        case 0x0C: append(UInt8(ascii: "f"))
        case 0x0D: append(UInt8(ascii: "r"))
        case 0..<0x20:
            append(contentsOf: "u00" as StaticString)
            append(UInt8(ascii: "0") + (byte >> 4))
            append((byte & 0xF) + (byte & 0xF < 10 ? UInt8(ascii: "0") : UInt8(ascii: "a") - 10))
        default: append(byte)
        }
    }
}
