import Foundation
import FoundryJSON
import FoundryJSONRPC

/// The cursors by which a client goes through a list page by page. They are opaque to it: base64 of the list's name and
/// a position in it.
enum Cursor {
    /// The cursor in a request, or nil where the list is asked for from its beginning.
    /// - Throws: -32602 for one that was not given out for this list.
    static func position(in params: JSON, of list: String) throws(RPCError) -> Int? {
        guard let cursor = params["cursor"], !cursor.isNull else { return nil }
        guard let text = cursor.string, let data = Data(base64Encoded: text),
            let parts = Optional(String(decoding: data, as: UTF8.self).split(separator: ":")), parts.count == 2,
            parts[0] == list, let position = Int(parts[1]), position > 0
        else {
            throw .invalidParams("the cursor \(cursor.excerpt) is none of this list; ask again without one")
        }
        return position
    }

    /// The cursor for the page that begins at a position of a list.
    static func cursor(to position: Int, of list: String) -> JSON {
        JSON(Data("\(list):\(position)".utf8).base64EncodedString())
    }

    /// For a list that has one page: any cursor is none of ours.
    static func refuse(_ params: JSON) throws(RPCError) {
        _ = try position(in: params, of: "no list has this name")
    }
}
