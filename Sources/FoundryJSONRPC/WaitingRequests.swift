/// The requests of a client that have yet to be served, in the order in which they came.
struct WaitingRequests {
    /// A request that has yet to be served.
    struct Element {
        let request: Request
        /// Takes the response.
        let respond: Respond
        /// The number of bytes of the message.
        let size: Int
        /// Distinguishes the request from a later one with the same id.
        fileprivate let serial: Int
    }

    private var elements: [RequestID: Element] = [:]
    /// The order of the requests. Those that were removed are still in it.
    private var order: ArraySlice<(id: RequestID, serial: Int)> = []
    private var lastSerial = 0

    /// The number of bytes of all requests.
    private(set) var size = 0

    var isEmpty: Bool { elements.isEmpty }

    var ids: [RequestID] { Array(elements.keys) }

    func contains(_ id: RequestID) -> Bool {
        elements[id] != nil
    }

    mutating func append(_ request: Request, size: Int, respond: @escaping Respond) {
        lastSerial += 1
        elements[request.id] = Element(request: request, respond: respond, size: size, serial: lastSerial)
        order.append((request.id, lastSerial))
        self.size += size
    }

    /// Removes and returns the first request, or returns nil if there is none.
    mutating func removeFirst() -> Element? {
        while let (id, serial) = order.popFirst() {
            if elements[id]?.serial == serial { return remove(id) }
        }
        return nil
    }

    /// Removes and returns the request with an id, or returns nil if there is none.
    mutating func remove(_ id: RequestID) -> Element? {
        guard let element = elements.removeValue(forKey: id) else { return nil }
        size -= element.size
        return element
    }
}
