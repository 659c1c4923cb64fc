import FoundryFoundation
package import FoundryJSON

/// A selection of an analysis: the constructs that meet a condition, in an order, from a row on.
package struct AnalysisPage: Sendable {
    /// The amount of detail.
    package enum Detail: Sendable {
        case concise
        /// With sequences, single replicates, and all members of the readouts.
        case full
    }

    /// The request for a page.
    package struct Query: Sendable {
        package var condition: (text: String, condition: Condition)?
        package var order: SortOrder?
        package var offset: Int
        package var limit: Int
        package var detail: Detail
        /// The number of bytes that the result may have; at least one row is always given.
        package var room: Int

        package init(
            condition: (text: String, condition: Condition)? = nil, order: SortOrder? = nil, offset: Int = 0,
            limit: Int = .max, detail: Detail = .full, room: Int = .max
        ) {
            (self.condition, self.order, self.offset, self.limit) = (condition, order, offset, limit)
            (self.detail, self.room) = (detail, room)
        }
    }

    /// The bytes reserved for the units of the rows' measures and the offset of the next rows.
    private static let reserve = 200

    private let analysis: Analysis
    private let query: Query
    /// All constructs that meet the condition, in their order.
    package let matched: [Construct]

    /// Selects constructs.
    /// - Throws: ``ConditionError`` if the condition or the order names what these results do not have.
    package init(_ analysis: Analysis, _ query: Query) throws(ConditionError) {
        self.analysis = analysis
        self.query = query
        var constructs = analysis.constructs
        if let (text, condition) = query.condition {
            constructs = try analysis.constructs(where: condition, in: text)
        }
        if let order = query.order { constructs = try analysis.sorted(constructs, by: order) }
        matched = constructs
    }

    /// The page as JSON.
    package var json: JSON {
        let start = min(query.offset, matched.count)
        let candidates = matched[start...].prefix(query.limit)
        var rows: [JSON] = []
        var shown: [Construct] = []
        var used = frame(rows: [], matrix: matrix([]), end: start).utf8.count + Self.reserve
        for construct in candidates {
            let row = row(construct)
            used += row.utf8.count + 1 + (matrixRow(construct)?.utf8.count ?? 0)
            if used > query.room, !rows.isEmpty { break }
            rows.append(row)
            shown.append(construct)
        }
        return frame(rows: rows, matrix: matrix(shown), end: start + rows.count)
    }

    private func frame(rows: [JSON], matrix: JSON?, end: Int) -> JSON {
        let controls = analysis.constructs.count(where: \.isControl)
        return .object([
            "experiments": JSON(analysis.experiments.indices.map(summary)),
            "constructs": JSON(analysis.constructs.count),
            "of_these_controls": controls > 0 ? JSON(controls) : nil,
            "matched": JSON(matched.count),
            "rows": JSON(rows),
            "next_row_offset": end < matched.count ? JSON(end) : nil,
            "matrix": matrix,
            "units": units(rows),
            "read_from": readFrom,
            "omitted": omitted(end),
            "detail": query.detail == .concise ? "concise" : "full",
        ])
    }

    // MARK: - The experiments

    private func summary(_ number: Int) -> JSON {
        let experiment = analysis.experiments[number]
        let isFull = query.detail == .full
        let measured = experiment.readouts.count { !$0.isControl }
        let outcomes = experiment.readouts.filter { !$0.isControl }.compactMap(\.outcome)
        return .object([
            "id": JSON(experiment.id),
            "code": experiment.label == experiment.id ? nil : JSON(experiment.label),
            "name": isFull ? experiment.name.map { JSON($0) } : nil,
            "experiment_type": experiment.type.map { JSON($0) },
            "method": experiment.method.map { JSON($0) },
            "target": experiment.target.map { JSON($0) },
            "n_replicates": experiment.replicates.map { JSON($0) },
            "antigen_concentrations": isFull
                ? experiment.antigenConcentrations.map { JSON($0.map { JSON($0) }) } : nil,
            "results_status": experiment.resultsStatus == "all" ? nil : experiment.resultsStatus.map { JSON($0) },
            "measured": JSON(measured),
            "ordered": experiment.ordered > 0 && experiment.ordered != measured ? JSON(experiment.ordered) : nil,
            "bound": outcomes.isEmpty ? nil : JSON(outcomes.count { $0 == .binds }),
            "controls": analysis.controls[number].json,
            "assumed": experiment.assumptions.json,
            "competition": isFull
                ? experiment.results.lazy.compactMap { $0["metadata"]?["competition"] }.first : nil,
            "results": isFull ? JSON(experiment.results.map(Self.origin)) : nil,
        ])
    }

    /// Returns what identifies a result.
    private static func origin(_ result: JSON) -> JSON {
        .object([
            "id": result["id"], "created_at": result["created_at"], "data_package_url": result["data_package_url"],
        ])
    }

    // MARK: - The rows

    private func row(_ construct: Construct) -> JSON {
        var measures: [JSON.Member] = []
        for (number, experiment) in analysis.experiments.enumerated() {
            let readouts = construct.readouts(of: number)
            guard !readouts.isEmpty else { continue }
            let members = readouts.flatMap { ReadoutMembers($0, query.detail).members }
            var unique = JSON(members)
            if analysis.experiments.count > 1 {
                let own = Flag.allCases.filter { flag in
                    flag != .control && readouts.contains { $0.flags.contains(flag) }
                }
                if !own.isEmpty { unique = unique.setting("flags", to: Self.list(own.map(\.rawValue))) }
            }
            measures.append(JSON.Member(experiment.label, unique))
        }
        return .object([
            "name": JSON(construct.name),
            "also_named": construct.otherNames.isEmpty ? nil : Self.list(construct.otherNames),
            "sequence": query.detail == .full ? construct.residues.map { JSON($0) } : nil,
            "measures": JSON(measures),
            "flags": Self.list(construct.flags.map(\.rawValue)),
        ])
    }

    private static func list(_ texts: [String]) -> JSON { JSON(texts.map { JSON($0) }) }

    // MARK: - The matrix

    private func matrix(_ constructs: [Construct]) -> JSON? {
        guard let matrix = analysis.matrix else { return nil }
        return [
            "targets": Self.list(matrix.targets), "intended": JSON(matrix.targets[0]),
            "columns": [
                "name", "kd_nM by target, or kd_app_nM alone",
                "fold to the intended target, of KD to KD or kd_app to kd_app",
            ],
            "rows": JSON(constructs.compactMap(matrixRow)),
        ]
    }

    private func matrixRow(_ construct: Construct) -> JSON? {
        guard let matrix = analysis.matrix else { return nil }
        let row = matrix.row(of: construct)
        let cells = row.map { cell -> JSON in
            switch cell {
            case .measured(let kd?, _): .figures(kd * 1e9)
            case .measured(nil, let apparent?): ["kd_app_nM": .figures(apparent * 1e9)]
            case .measured(nil, nil), .binds: "binds"
            case .doesNotBind: "none"
            case .unknown: "unknown"
            case nil: .null
            }
        }
        return [
            JSON(construct.name), JSON(cells),
            JSON(matrix.folds(row).map { $0.map { JSON.figures($0, digits: 3) } ?? .null }),
        ]
    }

    // MARK: - What a reader must know

    private func units(_ rows: [JSON]) -> JSON? {
        let names = Set(rows.flatMap { ($0["measures"]?.members ?? []).flatMap { $0.value.members ?? [] }.map(\.name) })
        let known: [(String, JSON)] = [
            ("kd_app_nM", "apparent KD, another estimate than kd_nM"),
            ("ci_nM", "95 %, of the apparent KD; null: no bound"), ("kon", "1/(M s)"), ("koff", "1/s"),
            ("kon_1to1", "1/(M s)"), ("koff_1to1", "1/s"), ("log_sd", "SD of log KD"),
        ]
        let members = known.filter { names.contains($0.0) }.map { JSON.Member($0.0, $0.1) }
        return members.isEmpty ? nil : JSON(members)
    }

    /// The experiment that a measure of the condition or order was read from, where several experiments have it.
    private var readFrom: JSON? {
        guard analysis.experiments.count > 1 else { return nil }
        let members = analysis.measures.compactMap { measure, experiment -> JSON.Member? in
            let isRead = references.contains { $0.scope == nil && $0.kind == .measure(measure) }
            return isRead ? JSON.Member(measure.rawValue, JSON(analysis.experiments[experiment].label)) : nil
        }
        return members.isEmpty ? nil : JSON(members)
    }

    private var references: [FieldReference] {
        (query.condition?.condition.fields ?? []) + (query.order?.keys.map(\.field) ?? [])
    }

    /// The numbers of constructs that the result leaves out, and the ways to them.
    private func omitted(_ end: Int) -> JSON? {
        let start = min(query.offset, matched.count)
        var withoutValue: [JSON.Member] = []
        for reference in references {
            guard case .measure(let measure) = reference.kind,
                !withoutValue.contains(where: { $0.name == reference.name })
            else { continue }
            let experiment = reference.scope.flatMap { analysis.experiment(named: $0) }
            let count = analysis.constructs.count { analysis.number(measure, of: $0, in: experiment) == nil }
            if count > 0 { withoutValue.append(JSON.Member(reference.name, JSON(count))) }
        }
        let notMatched = analysis.constructs.count - matched.count
        let isConcise = query.detail == .concise
        return .object([
            "rows_before": start > 0 ? JSON(start) : nil,
            "rows_after": end < matched.count ? JSON(matched.count - end) : nil,
            "not_matched": notMatched > 0 ? JSON(notMatched) : nil,
            "without_value": withoutValue.isEmpty ? nil : JSON(withoutValue),
            "with_kd_app_alone": withApparentAlone.map { JSON($0) },
            "members": isConcise ? "sequences, replicates (detail full)" : nil,
        ])
    }
}

extension AnalysisPage {
    /// The number of constructs with an apparent KD and no other, where the condition or order asks for KD; nil if none.
    private var withApparentAlone: Int? {
        let scopes = references.compactMap { $0.kind == .measure(.kd) ? .some($0.scope) : nil }
        guard let scope = scopes.first else { return nil }
        let home = analysis.measures.first { $0.measure == .kd }?.experiment
        let experiment = scope.map { analysis.experiment(named: $0) } ?? home
        let count = analysis.constructs.count { construct in
            construct.readouts.contains { number, readout in
                (experiment == nil || experiment == number) && readout.values[.kd] == nil
                    && readout.values[.apparentKD] != nil
            }
        }
        return count > 0 ? count : nil
    }
}

/// The members that describe a readout.
private struct ReadoutMembers {
    let members: [JSON.Member]

    init(_ readout: Readout, _ detail: AnalysisPage.Detail) {
        var members: [(String, JSON?)] = []
        func value(_ measure: Measure) -> Double? { readout.values[measure] }
        let kd = value(.kd)
        members.append(("kd_nM", kd.map { .figures($0 * 1e9) }))
        if kd == nil || detail == .full {
            members.append(("kd_app_nM", value(.apparentKD).map { .figures($0 * 1e9) }))
        }
        members.append(("ci_nM", readout.kdInterval.map(Self.interval)))
        members.append(("kon", value(.kon).map { .figures($0, digits: 3) }))
        members.append(("koff", value(.koff).map { .figures($0, digits: 3) }))
        for (mean, fitted) in [(Measure.kon, Measure.kon1to1), (.koff, .koff1to1)]
        where value(mean) == nil || detail == .full {
            members.append((fitted.rawValue, value(fitted).map { .figures($0, digits: 3) }))
        }
        members.append(("signal", value(.signal).map { .figures($0) }))
        if kd == nil { members.append(("binding", Self.binding(readout))) }
        members.append(("n_bound/n", readout.replicates.map { JSON($0.text) }))
        members.append(("log_sd", value(.logSD).map { .figures($0, digits: 2) }))
        members.append(("fit", readout.fit.map { JSON($0) }))
        members.append(("model", readout.models.isEmpty ? nil : JSON(readout.models.joined(separator: ", "))))
        members.append(("tm_c", value(.tm).map { .figures($0) }))
        members.append(("onset_c", value(.onset).map { .figures($0) }))
        members.append(("bin", readout.source["bin"]))
        if readout.expression != "high" || detail == .full {
            members.append(("expression", readout.expression.map { JSON($0) }))
        }
        members += readout.others.map { ($0.name, $0.value) }
        if detail == .full { members += Self.details(of: readout) }
        var seen: Set<String> = []
        self.members = members.compactMap { name, value in
            value.flatMap { seen.insert(name).inserted ? JSON.Member(name, $0) : nil }
        }
    }

    private static func interval(_ interval: Readout.Interval) -> JSON {
        func bound(_ value: Double?) -> JSON { value.map { .figures($0 * 1e9, digits: 3) } ?? .null }
        return [bound(interval.low), bound(interval.high)]
    }

    private static func binding(_ readout: Readout) -> JSON? {
        switch readout.outcome {
        case nil: nil
        case .doesNotBind: "none"
        case .binds: JSON(readout.strength ?? "binds")
        case .unknown: "unknown"
        }
    }

    private static func details(of readout: Readout) -> [(String, JSON?)] {
        var details: [(String, JSON?)] = [
            ("binding", readout.outcome.map { JSON($0.rawValue) }),
            ("binding_strength", readout.strength.map { JSON($0) }),
            ("rank", readout.source["place"]), ("positive_control", readout.isPositiveControl ? true : nil),
            ("signal_units", readout.source["signal_units"]),
            ("signal_threshold", readout.source["signal_threshold"]),
            ("concentration_nM", readout.values[.concentration].map { .figures($0 * 1e9) }),
            ("onsets_c", readout.source["onset_pts_for_ratio"]),
            ("inflections_c", readout.source["inflection_pts_for_ratio"]),
            ("performance", readout.source["performance"]),
            ("replicates", readout.source["replicates"]),
        ]
        details += (readout.source.members ?? []).filter { $0.name.hasSuffix("_replicates") }.map {
            ($0.name, $0.value)
        }
        return details
    }
}

extension JSON {
    /// Returns a number with so many significant digits.
    package static func figures(_ value: Double, digits: Int = 4) -> JSON {
        guard value.isFinite else { return .null }
        let text = String(cFormat: "%.\(digits)g", value)
        return Double(text).map { JSON($0) } ?? .null
    }
}
