import FoundryAPI
import FoundryJSON
import FoundryMCP
import FoundryText

/// `plan_order`: the variants of an order side by side, each priced by the API. No operation of the API.
struct PlanOrder: ToolAction {
    /// The largest number of variants, each of which is an estimate.
    static let optionLimit = 24
    /// The number of estimates that are asked for at once.
    private static let concurrency = 4

    func violations(of arguments: JSON) -> [SchemaViolation] {
        var found = SequenceResolution.map.violations(of: arguments) + SequenceRules.violations(ofMapIn: arguments)
        let wrongTypes = ExperimentType.violations(
            in: arguments["experiment_types"], at: JSONPointer(["experiment_types"]))
        guard wrongTypes.isEmpty else { return found + wrongTypes }
        let variants = OrderVariant.all(for: arguments)
        let withoutTarget = Set(variants.filter { $0.type.bindsTarget && $0.target == nil }.map(\.type.rawValue))
        if variants.isEmpty || !withoutTarget.isEmpty {
            let types = withoutTarget.isEmpty ? "" : " for \(withoutTarget.sorted().joined(separator: ", "))"
            found.append(
                SchemaViolation(
                    at: JSONPointer(["target_ids"]), "is required\(types): ids of targets from list_targets"))
        } else if variants.count > Self.optionLimit {
            found.append(
                SchemaViolation(
                    at: JSONPointer(),
                    "these are \(variants.count) variants, at most \(Self.optionLimit) are priced in one call: name fewer "
                        + "target_ids, experiment_types, methods or replicates"))
        }
        return found
    }

    func run(_ call: ToolCall) async throws -> ToolResult {
        let (_, sequences) = try await SequenceResolution.map.resolve(
            call, rule: { SequenceRules.violations(ofMapIn: $0) })
        guard let sequences, sequences.count > 0 else {
            throw InvalidArguments(violations: [SchemaViolation(at: JSONPointer(["sequences"]), "is empty")])
        }
        let pricing = OrderPricing(
            sequences: sequences, budgetCents: call.arguments["budget_cents"]?.int, call: call)
        let options = try await priced(OrderVariant.all(for: call.arguments), pricing, call)
        guard options.contains(where: { $0.error == nil }) else {
            throw options.compactMap(\.error).first ?? FoundryError(.badResponse, "The API priced no variant.")
        }
        let value: JSON = [
            "options": JSON(options.sorted(by: OrderOption.isCheaper).map { $0.json(pricing) }),
            "note": """
            US cents without VAT; a quote adds tax. To order: create_experiment with the spec of an option and the \
            same sequences.
            """, "sequences": sequences.summary,
        ]
        return ToolResult(value, isSandbox: options.contains(where: \.isSandbox))
    }

    /// Prices all variants, a few at a time, and reports each.
    private func priced(
        _ variants: [OrderVariant], _ pricing: OrderPricing, _ call: ToolCall
    ) async throws -> [OrderOption] {
        let total = Double(variants.count)
        call.context.progress?.report(0, total: total, message: "pricing \(variants.count) variants")
        return try await withThrowingTaskGroup(of: OrderOption.self) { group in
            var waiting = variants.makeIterator()
            func start() {
                guard let variant = waiting.next() else { return }
                group.addTask { try await pricing.option(for: variant) }
            }
            for _ in 0..<Self.concurrency { start() }
            var options: [OrderOption] = []
            while let option = try await group.next() {
                options.append(option)
                call.context.progress?.report(
                    Double(options.count), total: total, message: "\(options.count) of \(variants.count) priced")
                start()
            }
            return options
        }
    }
}

/// A way to order the sequences.
struct OrderVariant: Sendable {
    let type: ExperimentType
    let method: String?
    let target: String?
    let replicates: Int?

    /// Returns every combination that a call asks for and that its type of experiment knows.
    ///
    /// If the call names no types, these are the two that measure binding to its targets.
    static func all(for arguments: JSON) -> [OrderVariant] {
        func texts(_ name: String) -> [String] { (arguments[name]?.elements ?? []).compactMap(\.string).unique }
        let targets = texts("target_ids")
        let named = texts("experiment_types").compactMap(ExperimentType.init(known:))
        let types = named.isEmpty && !targets.isEmpty ? [.screening, .affinity] : named
        let methods = texts("methods").isEmpty ? ["bli", "spr"] : texts("methods")
        let replicates = (arguments["replicates"]?.elements ?? []).compactMap(\.int).unique
        return types.flatMap { type in
            (type.bindsTarget ? optional(targets) : [nil]).flatMap { target in
                (type.hasMethod ? optional(methods) : [nil]).flatMap { method in
                    (type.hasReplicates ? optional(replicates) : [nil]).map { count in
                        OrderVariant(type: type, method: method, target: target, replicates: count)
                    }
                }
            }
        }
    }

    private static func optional<Value>(_ values: [Value]) -> [Value?] { values.isEmpty ? [nil] : values }

    /// The specification without its sequences.
    var spec: JSON {
        .object([
            "experiment_type": JSON(type.rawValue), "method": method.map { JSON($0) },
            "target_id": target.map { JSON($0) }, "n_replicates": replicates.map { JSON($0) },
        ])
    }
}

/// The pricing of variants of one order.
struct OrderPricing: Sendable {
    let sequences: OrderSequences
    let budgetCents: Int?
    let call: ToolCall

    /// The largest number of further estimates to find how many sequences fit the budget.
    private static let searchLimit = 14

    /// Prices a variant with all sequences, and with as many as fit the budget. An error of the API belongs to the variant.
    /// - Throws: `CancellationError`.
    func option(for variant: OrderVariant) async throws -> OrderOption {
        var option = OrderOption(variant: variant)
        if let problem = variant.type.problem(withCount: sequences.count) {
            option.error = FoundryError(.invalidArguments, problem)
            return option
        }
        do {
            let response = try await estimate(variant, sequences.count)
            option.isSandbox = response.isSandbox
            let price = CostEstimate(response.value)
            option.totalCents = price.total?.amount
            option.targetName = response.value["breakdown"]?["materials"]?["target"]?["name"]?.string
            option.incompleteReason =
                price.incompleteReason ?? (option.totalCents == nil ? "the estimate is incomplete" : nil)
            if let budgetCents, let total = option.totalCents {
                option.fitting = try await largestNumber(within: budgetCents, variant, total)
            }
        } catch let error as FoundryError {
            option.error = error
        }
        return option
    }

    private func estimate(_ variant: OrderVariant, _ count: Int) async throws -> FoundryResponse {
        let specification = variant.spec.setting("sequences", to: sequences.prefix(count).map)
        return try await call.api.send(.estimateCost, ["experiment_spec": specification])
    }

    /// Returns the largest number of sequences whose estimate is within the budget.
    ///
    /// The price need not be linear, since material may come in lots; it is only taken to grow with the number. Each
    /// answer is checked by an estimate of its own, and so is that one more would be too many.
    private func largestNumber(
        within budget: Int, _ variant: OrderVariant, _ total: Int
    ) async throws -> OrderOption.Fitting {
        let step = variant.type.takesRowsOfFour ? 4 : 1
        var (fits, tooMany) = ((units: 0, cents: 0), (units: sequences.count / step, cents: total))
        guard total > budget else {
            return OrderOption.Fitting(count: sequences.count, cents: total, isLargest: true)
        }
        var calls = 0
        while tooMany.units - fits.units > 1, calls < Self.searchLimit {
            // Where the price is a line, the first guess is the answer; where it is not, halving gets there.
            let slope = Double(tooMany.cents - fits.cents) / Double(tooMany.units - fits.units)
            let line = slope > 0 ? fits.units + Int(Double(budget - fits.cents) / slope) : fits.units
            let isLine = calls < 4
            let guess = isLine ? line + (line == fits.units ? 1 : 0) : (fits.units + tooMany.units) / 2
            let units = min(max(guess, fits.units + 1), tooMany.units - 1)
            calls += 1
            let response = try await estimate(variant, units * step)
            guard let cents = CostEstimate(response.value).total?.amount else { break }
            if cents <= budget { fits = (units, cents) } else { tooMany = (units, cents) }
        }
        return OrderOption.Fitting(
            count: fits.units * step, cents: fits.units == 0 ? nil : fits.cents,
            isLargest: tooMany.units - fits.units <= 1)
    }

    /// Returns whether an acceptance at this price would keep to the server's limits, as far as it is known before tax.
    func fitsLimits(_ cents: Int) -> Bool {
        (try? call.gate.budget.check(Money(cents: cents, "usd"), for: .order)) != nil
    }
}

/// A variant with its price.
struct OrderOption: Sendable {
    /// The largest number of sequences that fits the budget.
    struct Fitting: Sendable {
        let count: Int
        /// Their price; nil if it is none.
        let cents: Int?
        /// A Boolean value that indicates whether one more is known to be too many.
        let isLargest: Bool
    }

    let variant: OrderVariant
    var totalCents: Int?
    var targetName: String?
    var incompleteReason: String?
    var fitting: Fitting?
    var error: FoundryError?
    var isSandbox = false

    init(variant: OrderVariant) {
        self.variant = variant
    }

    /// Returns whether one option comes before another: the cheaper first, those without a price last.
    static func isCheaper(_ one: OrderOption, _ other: OrderOption) -> Bool {
        switch (one.totalCents, other.totalCents) {
        case (let one?, let other?) where one != other: return one < other
        case (_?, nil): return true
        case (nil, _?): return false
        default: return one.variant.spec.text < other.variant.spec.text
        }
    }

    func json(_ pricing: OrderPricing) -> JSON {
        let count = pricing.sequences.count
        let withinBudget = fitting.map { fitting -> JSON in
            .object([
                "count": JSON(fitting.count), "total_cents": fitting.cents.map { JSON($0) },
                "at_least": fitting.isLargest ? nil : true,
            ])
        }
        let problem = error.map { SafeText.visible($0.message) } ?? incompleteReason
        return .object([
            "spec": variant.spec, "target": targetName.map { JSON($0) },
            "total_cents": totalCents.map { JSON($0) } ?? .null,
            "per_sequence_cents": totalCents.map { JSON(($0 + count - 1) / count) },
            "fits_budget": pricing.budgetCents.flatMap { budget in totalCents.map { JSON($0 <= budget) } },
            "sequences_within_budget": withinBudget,
            "fits_limits": totalCents.map { JSON(pricing.fitsLimits($0)) },
            "problem": problem.map { JSON($0) },
        ])
    }
}

extension Array where Element: Hashable {
    /// The elements in their order, each once.
    fileprivate var unique: [Element] {
        var seen = Set<Element>()
        return filter { seen.insert($0).inserted }
    }
}
