import FoundryAPI
import FoundryJSON

/// The items of a list over all its pages.
struct Paginator {
    /// The most that the API gives in one page.
    static let pageSize = 100

    let operation: FoundryOperation
    /// Sends an operation.
    let send: @Sendable (FoundryOperation, JSON) async throws -> FoundryResponse

    /// Walks until the end of the list or the bound is reached; what was gathered is one page in the API's form.
    /// - Parameters:
    ///   - arguments: what is sent with each page; `offset` is where the walk begins, `limit` the size of a page.
    ///   - maximum: the most items.
    ///   - onPage: hears how many items there are, and how many there will be.
    /// - Throws: `FoundryError`; `CancellationError`.
    func collect(_ arguments: JSON, maximum: Int, onPage: (Int, Int) -> Void = { _, _ in }) async throws -> APIValue {
        let first = arguments["offset"]?.int ?? 0
        let size = arguments["limit"]?.int ?? Self.pageSize
        var items: [JSON] = []
        var total = 0
        var isSandbox = false
        repeat {
            let limit = min(size, maximum - items.count)
            let response = try await send(
                operation,
                arguments.setting("limit", to: JSON(limit)).setting("offset", to: JSON(first + items.count)))
            let found = response.items
            isSandbox = response.isSandbox
            total = response.value["total"]?.int ?? items.count + found.count
            items += found
            onPage(items.count, min(maximum, max(total - first, 0)))
            // A page without items ends the walk also where the total, which may change meanwhile, promises more.
            if found.isEmpty { break }
        } while first + items.count < total && items.count < maximum
        var page: JSON = [
            "items": JSON(items), "total": JSON(total), "count": JSON(items.count), "offset": JSON(first),
        ]
        if first + items.count < total { page = page.setting("next_offset", to: JSON(first + items.count)) }
        return APIValue(value: page, isSandbox: isSandbox)
    }
}
