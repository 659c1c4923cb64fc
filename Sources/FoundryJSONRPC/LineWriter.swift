import Dispatch
import FoundryJSON
import Synchronization

/// A writer of whole lines to a descriptor, from any thread, that does not wait for the client to read.
///
/// A caller that finds no other writing writes as much as there is room for, and then the lines that others have added
/// meanwhile. The rest is written on a queue, which may wait for the client; a long line is also made there, piece by
/// piece.
///
/// A caller can wait on a descriptor that is neither a socket nor, on Linux, a pipe: if another process fills it between
/// the check for room and the write.
final class LineWriter: Sendable {
    private let output: OutputDescriptor
    private let limit: Int
    private let waker: Waker
    private let queue = DispatchQueue(label: "com.adaptyvbio.foundry.output")
    private let state = Mutex(State())
    private let finished = DispatchSemaphore(value: 0)
    /// Apart from the state, since it is read before each line of the input.
    private let bytesWaiting = Atomic(0)

    fileprivate struct Line {
        enum Content {
            case bytes([UInt8])
            /// A value whose line is long; see ``longLine``.
            case value(JSON)
        }

        let content: Content
        let size: Int
    }

    fileprivate struct State {
        /// The lines whose writing has not begun, after those that were taken.
        var waiting: [Line?] = []
        var taken = 0
        /// A Boolean value indicating whether a thread is writing, which will also write the lines that wait.
        var isWriting = false
        /// A Boolean value indicating whether `finished` is to be signalled when all is written.
        var isFinishing = false
        /// A Boolean value indicating whether nothing more is written, because the client closed its end or the writer
        /// was closed.
        var isClosed = false
    }

    /// The length from which on a line is long, in bytes. Shorter ones are made as a whole.
    private static let longLine = 1 << 18
    /// The size of a long line's pieces.
    private static let pieceSize = 1 << 16
    private static let newline: [UInt8] = [0x0A]

    /// Creates a writer.
    ///
    /// - Parameters:
    ///   - limit: The number of unwritten bytes above which the writer is congested.
    ///   - waker: A waker that is signalled when the writer is no longer congested.
    init(descriptor: Int32, limit: Int, waker: Waker) {
        output = OutputDescriptor(descriptor)
        self.limit = limit
        self.waker = waker
    }

    deinit {
        if !state.withLock({ $0.isClosed }) { output.close() }
    }

    /// The number of bytes that the client has yet to read before anything new is written; about, for long lines.
    var unwritten: Int { max(0, bytesWaiting.load(ordering: .relaxed)) }

    /// Writes a value on a line.
    func write(_ value: JSON) {
        let line = Self.line(value)
        let mayWrite = state.withLock { state in
            guard !state.isClosed else { return false }
            bytesWaiting.add(line.size, ordering: .relaxed)
            guard !state.isWriting else {
                state.waiting.append(line)
                return false
            }
            state.isWriting = true
            return true
        }
        if mayWrite { writeAtOnce(line) }
    }

    private static func line(_ value: JSON) -> Line {
        let size = value.approximateLength
        guard size < longLine else { return Line(content: .value(value), size: size) }
        var bytes: [UInt8] = []
        // Room for what is escaped.
        bytes.reserveCapacity(size + size / 4 + 64)
        value.write(to: &bytes)
        bytes += newline
        return Line(content: .bytes(bytes), size: bytes.count)
    }

    /// Writes lines as long as the client has room for them, and leaves the rest to the queue.
    private func writeAtOnce(_ first: Line) {
        var next: Line? = first
        while let line = next {
            guard case .bytes(let bytes) = line.content else {
                return queue.async { self.writeAll(line, from: 0) }
            }
            let count = bytes.withUnsafeBytes { output.writeAtOnce($0) }
            if let count, count < bytes.count {
                return queue.async { self.writeAll(line, from: count) }
            }
            next = finish(line, isWritten: count != nil)
        }
    }

    /// Writes a line from an offset on and then all that wait, at the client's pace.
    private func writeAll(_ first: Line, from offset: Int) {
        var (next, offset): (Line?, Int) = (first, offset)
        while let line = next {
            next = finish(line, isWritten: writeAll(line.content, from: offset))
            offset = 0
        }
    }

    private func writeAll(_ content: Line.Content, from offset: Int) -> Bool {
        guard !state.withLock({ $0.isClosed }) else { return false }
        switch content {
        case .bytes(let bytes):
            return bytes.withUnsafeBytes { output.writeAll(UnsafeRawBufferPointer(rebasing: $0[offset...])) }
        case .value(let value):
            var isTaken = true
            value.write(inPiecesOf: Self.pieceSize) { if isTaken { isTaken = output.writeAll($0) } }
            return isTaken && Self.newline.withUnsafeBytes { output.writeAll($0) }
        }
    }

    /// Ends the writing of a line, and returns the next one.
    private func finish(_ line: Line, isWritten: Bool) -> Line? {
        let before = bytesWaiting.subtract(line.size, ordering: .relaxed).oldValue
        let next = state.withLock { state in
            if !isWritten { close(&state) }
            let next = state.next()
            if next == nil {
                state.isWriting = false
                // Nobody uses it after this.
                if state.isClosed { output.close() }
                if state.isFinishing { finished.signal() }
            }
            return next
        }
        if before > limit, before - line.size <= limit { waker.signal() }
        return next
    }

    /// Writes the lines that wait, as far as the client reads them before a deadline, and nothing after that.
    func close(by deadline: DispatchTime) {
        let mustWait = state.withLock { state in
            state.isFinishing = state.isWriting
            return state.isFinishing
        }
        if mustWait { _ = finished.wait(timeout: deadline) }
        state.withLock { state in
            guard !state.isClosed else { return }
            close(&state)
            if !state.isWriting { output.close() }
        }
    }

    /// Drops what waits, and all that comes.
    private func close(_ state: inout State) {
        state.isClosed = true
        state.waiting = []
        state.taken = 0
        // Far below the limit, whatever is still subtracted or added.
        if bytesWaiting.exchange(.min / 2, ordering: .relaxed) > limit { waker.signal() }
    }
}

extension LineWriter.State {
    /// Takes the next line.
    fileprivate mutating func next() -> LineWriter.Line? {
        guard taken < waiting.count else {
            waiting.removeAll(keepingCapacity: waiting.capacity <= 256)
            taken = 0
            return nil
        }
        defer {
            taken += 1
            // The part that is done with goes when it outweighs the rest, which keeps the cost of a line constant.
            if taken > 64, taken * 2 > waiting.count {
                waiting.removeFirst(taken)
                taken = 0
            }
        }
        return waiting[taken].take()
    }
}
