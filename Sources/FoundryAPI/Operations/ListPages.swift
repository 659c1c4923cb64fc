import FoundryJSON

/// The pages of a list of the API, each of which is read when it is asked for.
///
/// The last page is the one that reaches the `total` of the list, or where the API states none, one that is not full. A page
/// without items is the last in any case.
struct ListPages: AsyncSequence, Sendable {
    let operation: FoundryOperation
    let arguments: JSON
    /// Sends a read.
    let read: @Sendable (FoundryOperation, JSON) async throws -> FoundryResponse

    func makeAsyncIterator() -> Iterator { Iterator(pages: self) }

    struct Iterator: AsyncIteratorProtocol {
        let pages: ListPages
        private var offset = 0
        private var isAtEnd = false

        init(pages: ListPages) {
            self.pages = pages
        }

        /// Returns the items of the next page; nil after the last.
        mutating func next() async throws -> [JSON]? {
            guard !isAtEnd else { return nil }
            let size = FoundryEndpoint.pageSizeLimit
            let response = try await pages.read(
                pages.operation, pages.arguments.setting("limit", to: JSON(size)).setting("offset", to: JSON(offset)))
            let items = response.items
            offset += items.count
            let isFull = items.count >= size
            isAtEnd = items.isEmpty || response.total.map { offset >= $0 } ?? !isFull
            return items
        }
    }
}
