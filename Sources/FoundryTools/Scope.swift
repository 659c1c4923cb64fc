import FoundryJSON
import FoundryText

/// A group of tools that is offered or left out as a whole.
public enum Toolset: String, Sendable, CaseIterable {
    case experiments, quotes, results, sequences, targets, updates, account, tokens, feedback, billing, webhooks
    case partners

    /// The toolsets that make up most of the default set.
    public static let defaults: [Toolset] = [
        .experiments, .quotes, .results, .sequences, .targets, .updates, .account, .tokens,
    ]
}

/// The tools that a server offers. Other tools cannot be called.
public struct Scope: Sendable {
    /// A Boolean value that indicates whether only tools that change nothing are offered.
    public let isReadOnly: Bool
    /// The toolsets that are offered as a whole.
    private let whole: [Toolset]
    /// Single tools that are offered in addition to the toolsets.
    public let extraTools: [String]

    /// A Boolean value that indicates whether the toolsets ``Toolset/defaults`` are offered without the tools that a
    /// scientist rarely uses.
    private let usesDefaults: Bool

    /// The toolsets that are offered, as a whole or in part, in their fixed order.
    public var toolsets: [Toolset] {
        Toolset.allCases.filter { whole.contains($0) || (usesDefaults && Toolset.defaults.contains($0)) }
    }

    /// The default set.
    public static let `default` = Scope(isReadOnly: false, whole: [], extraTools: [], usesDefaults: true)

    private init(isReadOnly: Bool, whole: [Toolset], extraTools: [String], usesDefaults: Bool) {
        self.isReadOnly = isReadOnly
        self.whole = whole
        self.extraTools = extraTools
        self.usesDefaults = usesDefaults
    }

    /// Creates a scope from the values on the command line or in the environment.
    /// - Parameters:
    ///   - toolsets: names separated by commas, which may include `default` and `all`; nil for the default.
    ///   - tools: names of additional single tools, separated by commas.
    /// - Throws: ``ScopeError`` if a name is unknown, or if no tool would be offered.
    public init(isReadOnly: Bool, toolsets: String?, tools: String?) throws(ScopeError) {
        var chosen = Set<Toolset>()
        var usesDefaults = false
        for name in Self.names(toolsets ?? "default") {
            switch name {
            case "default": usesDefaults = true
            case "all": chosen.formUnion(Toolset.allCases)
            default:
                guard let toolset = Toolset(rawValue: name) else {
                    throw ScopeError(
                        unknown: name, what: "toolset", known: ["default", "all"] + Toolset.allCases.map(\.rawValue))
                }
                chosen.insert(toolset)
            }
        }
        let known = ToolName.allCases.map(\.rawValue)
        for name in Self.names(tools ?? "") where !known.contains(name) {
            throw ScopeError(unknown: name, what: "tool", known: known)
        }
        self.init(
            isReadOnly: isReadOnly, whole: Toolset.allCases.filter(chosen.contains),
            extraTools: Self.names(tools ?? ""), usesDefaults: usesDefaults)
        guard !offered.isEmpty else {
            throw ScopeError(message: "no tool would be offered; name some with --toolsets or --tools")
        }
    }

    /// Returns the scope with one more tool, which a person has named. Toolsets that were chosen stay a limit, and so does
    /// ``isReadOnly``.
    public func offering(_ tool: String) -> Scope {
        guard usesDefaults, Tool.named(tool) != nil else { return self }
        return Scope(isReadOnly: isReadOnly, whole: whole, extraTools: extraTools + [tool], usesDefaults: true)
    }

    /// The tools that are offered, in their fixed order.
    var offered: [Tool] {
        Tool.all.filter { tool in includes(tool) && (!isReadOnly || tool.isReadOnly) }
    }

    /// Returns whether a tool is chosen, as far as toolsets and names decide.
    private func includes(_ tool: Tool) -> Bool {
        whole.contains(tool.toolset) || extraTools.contains(tool.name) || (usesDefaults && tool.isDefault)
    }

    /// A description of the scope's limits for a model; nil if it is at least the default.
    var summary: String? {
        var parts: [String] = []
        if isReadOnly { parts.append("read-only: nothing can be created, changed or accepted") }
        if !usesDefaults && !Toolset.defaults.allSatisfy(whole.contains) {
            parts.append("only \((toolsets.map(\.rawValue) + namedTools).joined(separator: ", "))")
        }
        return parts.isEmpty ? nil : parts.joined(separator: "; ")
    }

    /// The toolsets with tools that are off and can be turned on.
    var toolsetsOff: [Toolset] {
        Toolset.allCases.filter { toolset in
            Tool.all.contains { tool in
                tool.toolset == toolset && !includes(tool) && (!isReadOnly || tool.isReadOnly)
            }
        }
    }

    /// Returns the flags that turn on a tool that is off; nil if the server is read-only and the tool is not.
    func advice(for tool: Tool) -> String? {
        if isReadOnly, !tool.isReadOnly { return nil }
        let others = (usesDefaults ? ["default"] : []) + whole.map(\.rawValue)
        return
            "it is off; --toolsets \((others + [tool.toolset.rawValue]).joined(separator: ",")) or --tools \(tool.name) "
            + "turns it on"
    }

    /// The names of the single tools, or their number if the names would fill the instructions.
    private var namedTools: [String] {
        let several = "\(extraTools.count) single tools"
        return extraTools.joined(separator: ", ").utf8.count > 120 ? [several] : extraTools
    }

    private static func names(_ list: String) -> [String] {
        list.split(separator: ",").map { $0.trimmed }.filter { !$0.isEmpty }
    }
}

/// The error for an invalid scope.
public struct ScopeError: Error, Sendable, CustomStringConvertible {
    /// A sentence that names the invalid value and the valid ones.
    public let description: String

    init(message: String) {
        description = message
    }

    init(unknown name: String, what: String, known: [String]) {
        description = "unknown \(what) \(name); known are \(known.joined(separator: ", "))"
    }
}
