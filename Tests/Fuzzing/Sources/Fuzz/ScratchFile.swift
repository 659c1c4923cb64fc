import Foundation

/// A file without a name, for what has to be read and written through a descriptor.
struct ScratchFile {
    let descriptor: Int32

    init() {
        var path = Array((NSTemporaryDirectory() + "fuzz-XXXXXX").utf8CString)
        descriptor = mkstemp(&path)
        expect(descriptor >= 0, "no temporary file can be made")
        unlink(path)
    }

    /// Makes these bytes the content, and goes to its start.
    func fill(with bytes: [UInt8]) {
        ftruncate(descriptor, 0)
        lseek(descriptor, 0, SEEK_SET)
        let written = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        expect(written == bytes.count, "a temporary file cannot be written")
        lseek(descriptor, 0, SEEK_SET)
    }

    /// The lines of the content.
    var lines: [[UInt8]] {
        let size = Int(lseek(descriptor, 0, SEEK_END))
        let content = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = max(0, pread(descriptor, buffer.baseAddress, size, 0))
        }
        expect(content.isEmpty || content.last == 0x0A, "the last line has no end")
        return content.split(separator: 0x0A, omittingEmptySubsequences: false).dropLast().map { Array($0) }
    }
}
