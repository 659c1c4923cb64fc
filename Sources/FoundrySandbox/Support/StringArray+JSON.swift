import FoundryJSON

extension Array where Element == String {
    /// As JSON.
    var json: JSON { JSON(map { JSON($0) }) }
}
