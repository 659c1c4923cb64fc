import FoundryAPI
import FoundryJSON

/// A value that the API gave, or that is made of what it gave, and whether a sandbox did.
struct APIValue: Sendable {
    let value: JSON
    let isSandbox: Bool
}

extension APIValue {
    /// The value of an answer.
    init(_ response: FoundryResponse) {
        self.init(value: response.value, isSandbox: response.isSandbox)
    }
}

extension FoundryResponse {
    /// The JSON value; an empty object where the answer was none.
    var value: JSON { json ?? [:] }
}
