extension JSONDocument {
    /// Appends the compact text of a value.
    func write(at index: Int, to out: inout [UInt8]) {
        guard isCompact else {
            out.append(contentsOf: withoutSpace(at: index))
            return
        }
        withSource(at: index) { out.append(contentsOf: $0) }
    }

    /// Gives the bytes of a value as they stand in the text.
    func withSource<Outcome>(at index: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Outcome) -> Outcome {
        let node = nodes[index]
        return bytes.withUnsafeBufferPointer {
            body(UnsafeBufferPointer(rebasing: $0[Int(node.start)..<Int(node.end)]))
        }
    }

    /// The text of a value but for the white space between its tokens.
    ///
    /// Names and scalars are copied whole, without a look at what is in them, since the nodes say where they end. What
    /// stands between two of them is white space, which is left out, and punctuation.
    private func withoutSpace(at index: Int) -> [UInt8] {
        let (start, end) = (Int(nodes[index].start), Int(nodes[index].end))
        return [UInt8](unsafeUninitializedCapacity: end - start) { out, count in
            bytes.withUnsafeBufferPointer { bytes in
                var at = start
                func copyPunctuation(to end: Int) {
                    while at < end {
                        // Written in any case, and kept by counting on: no branch to predict.
                        out[count] = bytes[at]
                        count += bytes[at] > 0x20 ? 1 : 0
                        at += 1
                    }
                }
                for node in nodes[index..<Int(nodes[index].next)] {
                    let first = bytes[Int(node.start)]
                    if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") { continue }
                    copyPunctuation(to: Int(node.start))
                    let scalar = UnsafeBufferPointer(rebasing: bytes[at..<Int(node.end)])
                    _ = UnsafeMutableBufferPointer(rebasing: out[count...]).update(fromContentsOf: scalar)
                    count += scalar.count
                    at += scalar.count
                }
                copyPunctuation(to: end)
            }
        }
    }
}
