import JSON
import JSONRPC

/// The cursors by which a client goes through a list page by page.
enum Cursor {
    /// For a list that has one page: any cursor is none of ours.
    static func refuse(_ params: JSON) throws(RPCError) {
        guard let cursor = params["cursor"], !cursor.isNull else { return }
        throw .invalidParams("the cursor \(cursor.text.prefix(80)) is none of this list; ask again without one")
    }
}
