import FoundryFoundation
public import FoundryJSON

/// A value of the API with types for the members that programs use most.
///
/// ``json`` is the whole of what the API sent, so a member that is newer than this library is still there. To store a value,
/// write its text, `experiment.json.text`, from which `try Experiment(JSON(parsing: text))` reads it again.
public protocol APIModel: Sendable, Equatable, Identifiable where ID == String {
    /// The value as the API sent it.
    var json: JSON { get }

    /// Reads a value of the API.
    ///
    /// - Throws: ``FoundryError`` of kind ``FoundryError/Kind/badResponse`` if a member is missing without which the value means nothing.
    init(_ json: JSON) throws(FoundryError)
}

/// An enumeration to which the API may add cases, which are then ``unknown(_:)``.
public protocol OpenEnumeration: RawRepresentable, Sendable, Hashable, CustomStringConvertible
where RawValue == String {
    /// The cases that this library knows.
    static var known: [Self] { get }
    /// A case that this library does not know, with the API's name of it.
    static func unknown(_ name: String) -> Self
}

extension OpenEnumeration {
    /// Creates the case that the API calls by a name.
    public init(rawValue: String) {
        self = Self(known: rawValue) ?? .unknown(rawValue)
    }

    /// Creates the case that the API calls by a name; nil if this library does not know it.
    public init?(known name: String) {
        guard let value = Self.known.first(where: { $0.rawValue == name }) else { return nil }
        self = value
    }

    /// The API's name of the case.
    public var description: String { rawValue }

    static func read(_ json: JSON?) -> Self? {
        json?.string.map(Self.init(rawValue:))
    }
}

extension JSON {
    /// Returns a member that must be there.
    package func required(_ name: String, of model: String) throws(FoundryError) -> String {
        guard let text = self[name]?.string else {
            throw FoundryError(
                .badResponse, "Unexpected response: the \(model) has no \(name). Report it to the vendor.")
        }
        return text
    }

    /// Returns the moment that a member names; nil if there is none, or it is no time.
    func date(_ name: String) -> Date? { self[name]?.string.flatMap(APITimestamp.date) }

    /// Returns the link of a member.
    func link(_ name: String) -> URL? { self[name]?.string.flatMap { URL(string: $0) } }

    /// Returns the texts of a member that is an array of them.
    func texts(_ name: String) -> [String] { self[name]?.elements?.compactMap(\.string) ?? [] }

    /// Returns the amount that a member holds, in cents of a currency.
    func money(_ name: String, _ currency: String) -> Money? { self[name]?.int.map { Money(cents: $0, currency) } }
}
