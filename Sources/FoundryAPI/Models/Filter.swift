public import FoundryFoundation

/// A condition on the items of a list: `.status == .done && .contains(.name, "PD-L1")`.
public struct Filter<Model: APIModel>: Sendable, Hashable {
    /// The condition in the API's grammar: `and(eq(status,done),contains(name,PD-L1))`.
    public let text: String

    /// Creates a condition from a text in the API's grammar.
    public init(text: String) {
        self.text = text
    }

    /// Returns the condition that both hold.
    public static func && (left: Self, right: Self) -> Self { Self(text: "and(\(left.text),\(right.text))") }
    /// Returns the condition that at least one holds.
    public static func || (left: Self, right: Self) -> Self { Self(text: "or(\(left.text),\(right.text))") }
    /// Returns the condition that the other does not hold.
    public static prefix func ! (filter: Self) -> Self { Self(text: "not(\(filter.text))") }
}

/// A value that a filter compares with.
public protocol FilterValue: Sendable {
    /// The value in the API's grammar, unquoted.
    var filterText: String { get }
}

extension String: FilterValue {
    /// The value in the API's grammar, unquoted.
    public var filterText: String { self }
}

extension Int: FilterValue {
    /// The value in the API's grammar, unquoted.
    public var filterText: String { String(self) }
}

extension Date: FilterValue {
    /// The moment in UTC, to the second.
    public var filterText: String { ISO8601Format() }
}

extension OpenEnumeration where Self: FilterValue {
    /// The value in the API's grammar, unquoted.
    public var filterText: String { rawValue }
}

extension ExperimentStatus: FilterValue {}
extension ResultsStatus: FilterValue {}
extension ExperimentType: FilterValue {}
extension QuoteStatus: FilterValue {}
extension InvoiceStatus: FilterValue {}

/// A field of the items of a list, by which they can be filtered and sorted.
public struct Field<Model: APIModel, Value: FilterValue>: Sendable {
    /// The API's name of the field.
    public let name: String

    /// Creates a field from the API's name of it.
    public init(_ name: String) {
        self.name = name
    }

    fileprivate func filter(_ function: String, _ values: [Value]) -> Filter<Model> {
        Filter(text: "\(function)(\(([name] + values.map { Self.literal($0.filterText) }).joined(separator: ",")))")
    }

    /// Quotes a text where its characters could be taken for the grammar's.
    private static func literal(_ text: String) -> String {
        let isPlain =
            !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."),
                    UInt8(ascii: ":"):
                    true
                default: false
                }
            }
        guard !isPlain else { return text }
        let escaped = text.flatMap { $0 == "\\" || $0 == "\"" ? ["\\", $0] : [$0] }
        return "\"\(String(escaped))\""
    }

    /// Returns the condition that the field has the value.
    public static func == (field: Self, value: Value) -> Filter<Model> { field.filter("eq", [value]) }
    /// Returns the condition that the field has another value.
    public static func != (field: Self, value: Value) -> Filter<Model> { field.filter("neq", [value]) }
    /// Returns the condition that the field is below the value.
    public static func < (field: Self, value: Value) -> Filter<Model> { field.filter("lt", [value]) }
    /// Returns the condition that the field is at most the value.
    public static func <= (field: Self, value: Value) -> Filter<Model> { field.filter("lte", [value]) }
    /// Returns the condition that the field is above the value.
    public static func > (field: Self, value: Value) -> Filter<Model> { field.filter("gt", [value]) }
    /// Returns the condition that the field is at least the value.
    public static func >= (field: Self, value: Value) -> Filter<Model> { field.filter("gte", [value]) }
}

extension Filter {
    /// Returns the condition that a field has one of the values.
    public static func isOne<Value>(_ field: Field<Model, Value>, of values: [Value]) -> Self {
        field.filter("in", values)
    }

    /// Returns the condition that a field holds a text.
    public static func contains(_ field: Field<Model, String>, _ text: String) -> Self {
        field.filter("contains", [text])
    }

    /// Returns the condition that a field has no value.
    public static func isNull<Value>(_ field: Field<Model, Value>) -> Self {
        Self(text: "is_null(\(field.name))")
    }
}

/// The order of a list.
public struct SortOrder<Model: APIModel>: Sendable, Hashable {
    /// The order in the API's grammar: `-created_at`.
    public let text: String

    /// Returns the order from the smallest value of a field to the largest.
    public static func ascending<Value>(_ field: Field<Model, Value>) -> Self { Self(text: field.name) }
    /// Returns the order from the largest value of a field to the smallest.
    public static func descending<Value>(_ field: Field<Model, Value>) -> Self { Self(text: "-\(field.name)") }
}

// MARK: Fields

extension Field where Model == Experiment, Value == ExperimentStatus {
    /// The status.
    public static var status: Self { Self("status") }
}

extension Field where Model == Experiment, Value == ResultsStatus {
    /// The part of the results that is available.
    public static var resultsStatus: Self { Self("results_status") }
}

extension Field where Model == Experiment, Value == ExperimentType {
    /// The kind of measurement.
    public static var experimentType: Self { Self("experiment_type") }
}

extension Field where Model == Experiment, Value == String {
    /// The name.
    public static var name: Self { Self("name") }
    /// The vendor's code of the experiment.
    public static var code: Self { Self("code") }
}

extension Field where Model == Experiment, Value == Date {
    /// The moment of creation.
    public static var createdAt: Self { Self("created_at") }
}

extension Field where Model == Quote, Value == QuoteStatus {
    /// The status.
    public static var status: Self { Self("status") }
}

extension Field where Model == Quote, Value == Date {
    /// The moment of creation.
    public static var createdAt: Self { Self("created_at") }
}

extension Field where Model == Quote, Value == Int {
    /// The price, tax included, in the smallest unit of its currency.
    public static var amount: Self { Self("amount_cents") }
}

extension Field where Model == Invoice, Value == InvoiceStatus {
    /// The status.
    public static var status: Self { Self("status") }
}

extension Field where Model == ExperimentResult, Value == ExperimentType {
    /// The kind of measurement.
    public static var type: Self { Self("result_type") }
}

extension Field where Model == ExperimentResult, Value == String {
    /// The id of the experiment that it belongs to.
    public static var experimentID: Self { Self("experiment_id") }
}

extension Field where Model == ExperimentResult, Value == Date {
    /// The moment of creation.
    public static var createdAt: Self { Self("created_at") }
}

extension Field where Model == ExperimentUpdate, Value == Date {
    /// The moment of the event.
    public static var timestamp: Self { Self("timestamp") }
}

extension Field where Model == ExperimentUpdate, Value == String {
    /// The id of the experiment that it belongs to.
    public static var experimentID: Self { Self("experiment_id") }
}

extension Field where Model == Target, Value == String {
    /// The name.
    public static var name: Self { Self("name") }
    /// The vendor.
    public static var vendor: Self { Self("vendor_name") }
    /// The vendor's catalogue number.
    public static var catalogNumber: Self { Self("catalog_number") }
}
