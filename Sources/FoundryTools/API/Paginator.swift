import FoundryAPI
import FoundryJSON

/// A reader of lists over all their pages.
struct Paginator {
    /// The size of a page where the call names none.
    static let pageSize = FoundryEndpoint.pageSizeLimit
    /// The number of bytes of items after which no further page is read.
    static let byteLimit = 32 << 20

    let operation: FoundryOperation
    /// Sends an operation.
    let send: @Sendable (FoundryOperation, JSON) async throws -> FoundryResponse
    var byteLimit = Paginator.byteLimit

    /// Reads pages until the end of the list or a limit is reached, and returns them as one page in the API's form.
    ///
    /// If the items reached `byteLimit`, the page says so in `stopped_at_bytes`.
    /// - Parameters:
    ///   - arguments: the arguments of each request; `offset` is where the first one begins, `limit` the size of a page.
    ///   - maximum: the largest number of items.
    ///   - onPage: is called after each page, with the number of items so far and the number that is expected.
    /// - Throws: `FoundryError`; `CancellationError`.
    func collect(_ arguments: JSON, maximum: Int, onPage: (Int, Int) -> Void = { _, _ in }) async throws -> APIValue {
        let first = arguments["offset"]?.int ?? 0
        let size = arguments["limit"]?.int ?? Self.pageSize
        var items: [JSON] = []
        var bytes = 0
        var total = 0
        var isSandbox = false
        repeat {
            let limit = min(size, maximum - items.count)
            let response = try await send(
                operation,
                arguments.setting("limit", to: JSON(limit)).setting("offset", to: JSON(first + items.count)))
            let found = response.items
            isSandbox = response.isSandbox
            total = response.total ?? items.count + found.count
            items += found
            bytes += found.reduce(0) { $0 + $1.utf8.count }
            onPage(items.count, min(maximum, max(total - first, 0)))
            // A page without items is the last, even if the total, which may change meanwhile, promises more.
            if found.isEmpty { break }
        } while first + items.count < total && items.count < maximum && bytes < byteLimit
        var page: JSON = [
            "items": JSON(items), "total": JSON(total), "count": JSON(items.count), "offset": JSON(first),
        ]
        if first + items.count < total {
            page = page.setting("next_offset", to: JSON(first + items.count))
            if bytes >= byteLimit { page = page.setting("stopped_at_bytes", to: JSON(bytes)) }
        }
        return APIValue(value: page, isSandbox: isSandbox)
    }
}
