/// Samples of one figure for several subjects, taken in turns.
struct Figure {
    let title: String
    let unit: String
    /// Samples by subject, in the order in which the subjects were named.
    private(set) var samples: [(subject: String, values: [Double])] = []

    init(_ title: String, unit: String) {
        self.title = title
        self.unit = unit
    }

    mutating func add(_ value: Double, of subject: String) {
        if let place = samples.firstIndex(where: { $0.subject == subject }) {
            samples[place].values.append(value)
        } else {
            samples.append((subject, [value]))
        }
    }

    func median(of subject: String) -> Double? {
        samples.first { $0.subject == subject }.map { Self.median($0.values) }
    }

    /// The row of the table for a subject: median, spread, and the ratio to the first subject.
    func cell(of subject: String) -> String {
        guard let values = samples.first(where: { $0.subject == subject })?.values, let median = median(of: subject)
        else { return "–" }
        let spread = "\(Self.text(values.min() ?? 0))–\(Self.text(values.max() ?? 0))"
        guard let first = samples.first, first.subject != subject, let base = self.median(of: first.subject), base > 0
        else { return "\(Self.text(median)) \(unit) (\(spread))" }
        return "\(Self.text(median)) \(unit) (\(spread)); ×\(Self.text(median / base))"
    }

    static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        guard !sorted.isEmpty else { return 0 }
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }

    static func text(_ value: Double) -> String {
        let digits = value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3
        let scale = (0..<digits).reduce(1.0) { scale, _ in scale * 10 }
        return digits == 0 ? String(Int(value.rounded())) : String((value * scale).rounded() / scale)
    }
}
