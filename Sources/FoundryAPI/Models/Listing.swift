import FoundryJSON

/// The items of a list of the API, which are read page by page as they are asked for.
///
/// Each item comes once, even if new ones move the others to the next page meanwhile.
public struct Listing<Model: APIModel>: AsyncSequence, Sendable {
    /// The type of the elements.
    public typealias Element = Model

    let client: FoundryClient
    let operation: FoundryOperation
    let arguments: JSON

    init(
        _ client: FoundryClient, _ operation: FoundryOperation, _ arguments: JSON = [:],
        filter: Filter<Model>? = nil, sort: SortOrder<Model>? = nil
    ) {
        self.client = client
        self.operation = operation
        var arguments = arguments
        if let filter { arguments = arguments.setting("filter", to: JSON(filter.text)) }
        if let sort { arguments = arguments.setting("sort", to: JSON(sort.text)) }
        self.arguments = arguments
    }

    /// Returns an iterator that begins at the first element.
    public func makeAsyncIterator() -> Iterator {
        Iterator(ListPages(operation: operation, arguments: arguments) { [client] in try await client.send($0, $1) })
    }

    /// Returns all items.
    ///
    /// - Throws: ``FoundryError``; `CancellationError`.
    public func all() async throws -> [Model] {
        var items: [Model] = []
        for try await item in self { items.append(item) }
        return items
    }

    /// Returns the first item, for which no more than a page is read; nil if there is none.
    ///
    /// - Throws: ``FoundryError``; `CancellationError`.
    public func first() async throws -> Model? {
        for try await item in self { return item }
        return nil
    }

    /// The iterator of the sequence.
    public struct Iterator: AsyncIteratorProtocol {
        private var pages: ListPages.Iterator
        private var page: ArraySlice<JSON> = []
        private var seen: Set<String> = []

        init(_ pages: ListPages) {
            self.pages = pages.makeAsyncIterator()
        }

        /// Returns the next item; nil at the end.
        ///
        /// - Throws: ``FoundryError``; `CancellationError`.
        public mutating func next() async throws -> Model? {
            while true {
                while let value = page.popFirst() {
                    let item = try Model(value)
                    if seen.insert(item.id).inserted { return item }
                }
                guard let items = try await pages.next() else { return nil }
                page = items[...]
            }
        }
    }
}
